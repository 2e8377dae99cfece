package io.rivulet.sessionizer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rivulet.event.Event;
import io.rivulet.sessionizer.stream.SessionizerTopology;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts and logs what the stream could not do as usual. */
final class CountedProblems implements SessionizerTopology.Problems {
  private static final Logger LOG = LoggerFactory.getLogger(CountedProblems.class);

  private final MeterRegistry metrics;
  private final Counter undecodable;
  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  CountedProblems(MeterRegistry metrics) {
    this.metrics = metrics;
    this.undecodable =
        Counter.builder("rivulet.sessionizer.undecodable")
            .description("Records that cannot be sessionized and went to the quarantine")
            .register(metrics);
  }

  @Override
  public void refused(String message) {
    undecodable.increment();
    LOG.warn("{}; it is in the quarantine", message);
  }

  @Override
  public void stepFailed(String step, Event event, Throwable cause) {
    metrics.counter("rivulet.sessionizer.enrichment.failures", "step", step).increment();
    // One stack trace for each step and kind of failure: an SDK may repeat it with every event.
    if (logged.add(step + cause.getClass().getName())) {
      LOG.warn(
          "enrichment {} failed for event {} of project {}; the event goes on without it",
          step,
          event.eventId(),
          event.project(),
          cause);
    }
  }
}
