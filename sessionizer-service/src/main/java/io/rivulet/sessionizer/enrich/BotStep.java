package io.rivulet.sessionizer.enrich;

import io.rivulet.event.BoundedPattern;
import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import io.rivulet.sessionizer.useragent.UserAgents;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Bots that the owner of the project knows, by their user agents. */
record BotStep(Supplier<EnrichmentRules> rules) implements UnaryOperator<Event> {

  @Override
  public Event apply(Event event) {
    String userAgent = event.userAgent();
    if (event.isBot() != null || userAgent == null) {
      return event;
    }
    String text = userAgent.substring(0, Math.min(userAgent.length(), UserAgents.MAX_LENGTH));
    List<BoundedPattern> bots = rules.get().ruleOf(event.project()).botUserAgents();
    return bots.stream().anyMatch(bot -> bot.isFoundIn(text)) ? flagged(event) : event;
  }

  /** The event as one of a bot. */
  static Event flagged(Event event) {
    return EventBuilder.builder(event)
        .isBot(true)
        .device(Devices.withType(event.device(), "bot"))
        .build();
  }
}
