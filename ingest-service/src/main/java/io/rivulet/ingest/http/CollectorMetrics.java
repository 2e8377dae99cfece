package io.rivulet.ingest.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.rivulet.event.RejectionReason;
import io.rivulet.ingest.decode.Verdict;
import io.rivulet.ingest.live.LiveHub;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What the collector counts. Events are counted once they are durable. */
final class CollectorMetrics {
  private final MeterRegistry registry;
  private final Counter accepted;
  private final Counter unknownNotKept;
  private final Counter overloaded;
  private final Counter slow;
  private final Counter cut;
  private final DistributionSummary batchSize;
  private final ConcurrentMap<Answered, Timer> timers = new ConcurrentHashMap<>();

  private record Answered(String route, int status) {}

  CollectorMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.accepted = events("accepted", "none");
    this.unknownNotKept =
        Counter.builder("rivulet.ingest.unknown.dropped")
            .description("Refused requests of unknown projects that were not kept")
            .register(registry);
    this.overloaded =
        Counter.builder("rivulet.ingest.overloaded")
            .description("Requests put off because too much was in work")
            .register(registry);
    this.slow =
        Counter.builder("rivulet.ingest.slow")
            .description("Requests that took too long to arrive")
            .register(registry);
    this.cut =
        Counter.builder("rivulet.ingest.cut")
            .description("Connections and streams closed because a body went on after its answer")
            .register(registry);
    this.batchSize =
        DistributionSummary.builder("rivulet.ingest.batch.size")
            .description("Events in a request")
            .baseUnit("events")
            .register(registry);
  }

  void answered(String route, int status, Duration took) {
    timers.computeIfAbsent(new Answered(route, status), this::timer).record(took);
  }

  private Timer timer(Answered answered) {
    return Timer.builder("rivulet.ingest.requests")
        .description("Requests and the time to their answer")
        .tag("route", answered.route())
        .tag("status", Integer.toString(answered.status()))
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofMillis(1))
        .maximumExpectedValue(Duration.ofSeconds(10))
        .register(registry);
  }

  /** Shows how much is in work. */
  void watch(WorkBound work) {
    Gauge.builder("rivulet.ingest.in.work", work, WorkBound::taken)
        .description("Memory of requests in work")
        .baseUnit("bytes")
        .register(registry);
  }

  /** Shows how many listen. */
  void watch(LiveHub live) {
    Gauge.builder("rivulet.ingest.live.streams", live, LiveHub::size)
        .description("Streams of live events that are open")
        .register(registry);
  }

  void stored(List<Verdict> verdicts) {
    for (Verdict verdict : verdicts) {
      if (verdict instanceof Verdict.Rejected rejected) {
        events("rejected", rejected.rejected().reason().wireName()).increment();
      } else {
        accepted.increment();
      }
    }
  }

  void batch(int events) {
    batchSize.record(events);
  }

  void overloaded() {
    overloaded.increment();
  }

  /** A request put off because its project sends too fast. */
  void rateLimited(String project) {
    Counter.builder("rivulet.ingest.rate.limited")
        .description("Requests put off because their project sent more than it may")
        .tag("project", project)
        .register(registry)
        .increment();
  }

  /** A request that did not arrive in time. */
  void slow() {
    slow.increment();
  }

  /** A connection or stream was closed because too much of a body came after its answer. */
  void cut() {
    cut.increment();
  }

  /** A refused request of which nothing but this count is kept. */
  void notKept(RejectionReason reason) {
    unknownNotKept.increment();
    events("dropped", reason.wireName()).increment();
  }

  private Counter events(String verdict, String reason) {
    return Counter.builder("rivulet.ingest.events")
        .description("Events and refused requests by what became of them")
        .tag("verdict", verdict)
        .tag("reason", reason)
        .register(registry);
  }
}
