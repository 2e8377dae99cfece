package io.rivulet.sessionizer.stream;

import io.rivulet.event.Event;
import io.rivulet.sessionizer.enrich.Enrichment;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Adds what follows from the event itself. */
final class EnrichProcessor extends ContextualProcessor<String, Event, String, Event> {
  private final Enrichment enrichment;

  EnrichProcessor(Enrichment enrichment) {
    this.enrichment = enrichment;
  }

  @Override
  public void process(Record<String, Event> record) {
    context().forward(record.withValue(enrichment.enrich(record.value())));
  }
}
