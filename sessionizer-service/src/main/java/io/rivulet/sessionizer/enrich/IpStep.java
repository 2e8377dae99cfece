package io.rivulet.sessionizer.enrich;

import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Keeps of the address what the project's policy of today keeps. The collector has applied the
 * policy of the day on which the event came; a stricter one holds for what waits in Kafka too.
 */
record IpStep(Supplier<EnrichmentRules> rules) implements UnaryOperator<Event> {

  @Override
  public Event apply(Event event) {
    String kept = rules.get().ruleOf(event.project()).ipPolicy().keep(event.ip());
    return Objects.equals(kept, event.ip()) ? event : EventBuilder.builder(event).ip(kept).build();
  }
}
