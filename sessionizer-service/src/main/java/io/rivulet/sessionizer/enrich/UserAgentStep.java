package io.rivulet.sessionizer.enrich;

import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Device, operating system, browser and bot flag from the user agent. */
final class UserAgentStep implements UnaryOperator<Event> {
  private final UserAgents userAgents;

  UserAgentStep(UserAgents userAgents) {
    this.userAgents = userAgents;
  }

  @Override
  public Event apply(Event event) {
    String userAgent = event.userAgent();
    if (userAgent == null || userAgent.isBlank()) {
      return event;
    }
    UserAgents.Facts facts = userAgents.facts(userAgent);
    EventBuilder enriched = EventBuilder.builder(event).device(device(event.device(), facts));
    if ((event.os() == null || event.os().name() == null) && facts.os() != null) {
      enriched.os(facts.os());
    }
    if ((event.browser() == null || event.browser().name() == null) && facts.browser() != null) {
      enriched.browser(facts.browser());
    }
    if (event.isBot() == null) {
      enriched.isBot(facts.bot());
    }
    return enriched.build();
  }

  // Manufacturer and model go together: one of them from the client and the other from the user
  // agent could name a device that does not exist.
  private static Event.@Nullable Device device(
      Event.@Nullable Device said, UserAgents.Facts facts) {
    if (said == null) {
      return facts.deviceType() == null && facts.manufacturer() == null && facts.model() == null
          ? null
          : new Event.Device(null, facts.deviceType(), facts.manufacturer(), facts.model(), null);
    }
    boolean named = said.manufacturer() != null || said.model() != null;
    return new Event.Device(
        said.id(),
        said.type() != null ? said.type() : facts.deviceType(),
        named ? said.manufacturer() : facts.manufacturer(),
        named ? said.model() : facts.model(),
        said.advertisingId());
  }
}
