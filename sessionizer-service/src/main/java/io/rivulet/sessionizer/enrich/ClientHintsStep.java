package io.rivulet.sessionizer.enrich;

import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import io.rivulet.sessionizer.useragent.UserAgents;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What browsers keep out of their user agents since they froze them and tell as client hints: the
 * model of a telephone, Windows 11, the version of macOS or Android, and the browser behind the
 * "Chrome" of the user agent. Goes before the user agent's step, which fills in what the hints
 * leave open.
 */
record ClientHintsStep(UserAgents userAgents) implements UnaryOperator<Event> {

  @Override
  public Event apply(Event event) {
    ClientHints hints = ClientHints.of(event.context());
    if (hints == null) {
      return event;
    }
    EventBuilder enriched =
        EventBuilder.builder(event)
            .device(
                Devices.withType(
                    named(event.device(), hints), hints.isHeadless() ? "bot" : hints.deviceType()));
    if (event.os() == null && hints.os() != null) {
      enriched.os(hints.os());
    }
    if (event.browser() == null && hints.browser() != null) {
      enriched.browser(hints.browser());
    }
    Event done = enriched.build();
    return hints.isHeadless() && done.isBot() == null ? BotStep.flagged(done) : done;
  }

  /** The device with the model of the hints, and the manufacturer that uap-core knows for it. */
  private Event.@Nullable Device named(Event.@Nullable Device said, ClientHints hints) {
    String model = hints.model();
    if (model == null) {
      return said;
    }
    UserAgents.Facts facts =
        userAgents.facts(
            "Mozilla/5.0 (Linux; Android 14; "
                + model
                + ") AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36");
    boolean isKnown =
        facts.model() != null && !String.valueOf(facts.manufacturer()).startsWith("Generic");
    return isKnown
        ? Devices.withName(said, facts.manufacturer(), facts.model())
        : Devices.withName(said, null, model);
  }
}
