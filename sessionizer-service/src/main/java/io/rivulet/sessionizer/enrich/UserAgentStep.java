package io.rivulet.sessionizer.enrich;

import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import io.rivulet.sessionizer.useragent.UserAgents;
import java.util.function.UnaryOperator;

/** Device, operating system, browser and bot flag from the user agent. */
record UserAgentStep(UserAgents userAgents) implements UnaryOperator<Event> {

  @Override
  public Event apply(Event event) {
    String userAgent = event.userAgent();
    if (userAgent == null || userAgent.isBlank()) {
      return event;
    }
    UserAgents.Facts facts = userAgents.facts(userAgent);
    EventBuilder enriched =
        EventBuilder.builder(event)
            .device(
                Devices.withType(
                    Devices.withName(event.device(), facts.manufacturer(), facts.model()),
                    facts.deviceType()));
    Event.Os os = event.os();
    if ((os == null || os.name() == null) && facts.os() != null) {
      enriched.os(os == null ? facts.os() : new Event.Os(facts.os().name(), os.version()));
    }
    Event.Browser browser = event.browser();
    if ((browser == null || browser.name() == null) && facts.browser() != null) {
      enriched.browser(
          browser == null
              ? facts.browser()
              : new Event.Browser(facts.browser().name(), browser.version()));
    }
    if (event.isBot() == null) {
      enriched.isBot(facts.bot());
    }
    return enriched.build();
  }
}
