package io.rivulet.etl.canary;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.lake.Lake;
import io.rivulet.event.project.Project;
import io.rivulet.event.project.ProjectsFile;
import io.rivulet.event.resend.Answer;
import io.rivulet.event.resend.Collector;
import io.rivulet.event.resend.Door;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Sends an event through the collector's door each minute and waits for its row in the reports,
 * where the projects file has the project {@value #PROJECT}; without it there is no canary.
 *
 * <p>All its events are of one actor, so they keep their order: the end of the actor's latest
 * session in the reports tells which have arrived, and the last line of the latest object which are
 * in the lake. They call themselves a bot's, so that sums over all projects leave them out.
 *
 * <p>Figures: {@code rivulet_canary_latency_seconds} by stage ({@code accepted}: answered with 200,
 * {@code archived}: seen in the lake, {@code reported}: seen in the reports), {@code
 * rivulet_canary_waiting_seconds} by the last two stages: age of the oldest that has not come so
 * far, 0 when none is under way, {@code rivulet_canary_sent_total} by outcome.
 */
@Component
class Canary {
  static final String PROJECT = "rivulet-canary";

  private static final Logger log = LoggerFactory.getLogger(Canary.class);

  private static final int EVERY_MILLIS = 60_000;
  private static final int LOOK_MILLIS = 2_000;

  /** Each look into the lake is a LIST, which some stores have people pay for. */
  private static final int LAKE_LOOK_MILLIS = 10_000;

  /** Others are not followed: the oldest tells how late they are. */
  private static final int MOST_UNDER_WAY = 60;

  /** Of the histogram, from a fast answer to what nobody waits for. */
  private static final Duration[] BOUNDS =
      Stream.of("PT0.1S", "PT1S", "PT10S", "PT30S", "PT1M", "PT2M", "PT5M", "PT15M", "PT1H")
          .map(Duration::parse)
          .toArray(Duration[]::new);

  /** A session is cut 24 hours after its start. */
  private static final Duration LONGEST_SESSION = Duration.ofHours(24);

  private final ProjectsFile projects;
  private final JdbcClient reports;
  private final URI address;
  private final ArchivedCanaries lake;
  private final Timer accepted;
  private final Timer archived;
  private final Timer reported;
  private final Counter taken;
  private final Counter refused;

  /** When those that are not in the reports happened, oldest first. */
  private final Deque<Instant> underWay = new ConcurrentLinkedDeque<>();

  /** The same of those that are not in the lake. */
  private final Deque<Instant> notArchived = new ConcurrentLinkedDeque<>();

  Canary(
      ProjectsFile projects,
      Lake lake,
      Warehouse warehouse,
      @Value("${rivulet.ingest.url}") URI address,
      MeterRegistry meters) {
    this.projects = projects;
    this.reports = JdbcClient.create(warehouse.tables());
    this.address = address;
    this.lake = new ArchivedCanaries(lake);
    this.accepted = latency("accepted", meters);
    this.archived = latency("archived", meters);
    this.reported = latency("reported", meters);
    this.taken = meters.counter("rivulet.canary.sent", "outcome", "accepted");
    this.refused = meters.counter("rivulet.canary.sent", "outcome", "refused");
    waiting("archived", notArchived, meters);
    waiting("reported", underWay, meters);
  }

  private static void waiting(String stage, Deque<Instant> underWay, MeterRegistry meters) {
    Gauge.builder("rivulet.canary.waiting", underWay, canaries -> age(canaries).toMillis() / 1e3)
        .description("Age of the oldest canary that has not come so far")
        .tag("stage", stage)
        .baseUnit("seconds")
        .register(meters);
  }

  private static Timer latency(String stage, MeterRegistry meters) {
    return Timer.builder("rivulet.canary.latency")
        .description("From the event to the answer, to the lake, or to the reports")
        .tag("stage", stage)
        .serviceLevelObjectives(BOUNDS)
        .register(meters);
  }

  @Scheduled(fixedRate = EVERY_MILLIS, initialDelay = EVERY_MILLIS / 6)
  void send() throws InterruptedException {
    Optional<Project> project = projects.current().byId(PROJECT);
    if (project.isEmpty()) {
      underWay.clear();
      notArchived.clear();
      return;
    }
    Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    Answer answer =
        new Collector(address, project.get().writeKeys().get(0))
            .post(Door.SEGMENT, List.of(event(at).getBytes(StandardCharsets.UTF_8)));
    if (answer instanceof Answer.Stored stored && stored.accepted() == 1) {
      accepted.record(Duration.between(at, Instant.now()));
      taken.increment();
      if (underWay.size() < MOST_UNDER_WAY) {
        underWay.addLast(at);
      }
      if (notArchived.size() < MOST_UNDER_WAY) {
        notArchived.addLast(at);
      }
    } else {
      refused.increment();
      log.warn("the collector does not take the canary: {}", answer);
    }
  }

  private static String event(Instant at) {
    return """
        {"messageId": "canary-%s", "anonymousId": "rivulet-canary", "type": "track", "event": "Rivulet Canary",
         "timestamp": "%s", "context": {"userAgent": "rivulet-canary (bot)"}}
        """
        .formatted(UUID.randomUUID(), at);
  }

  @Scheduled(fixedDelay = LOOK_MILLIS, initialDelay = LOOK_MILLIS)
  void look() {
    Instant oldest = underWay.peekFirst();
    if (oldest == null) {
      return;
    }
    try {
      latestReported(oldest).ifPresent(latest -> arrived(underWay, latest, reported));
    } catch (DataAccessException e) {
      log.debug("the reports cannot be read for the canary", e);
    }
  }

  private Optional<Instant> latestReported(Instant since) {
    return reports
        .sql(
            "select ended_at from session where project = ? and started_at > ? and ended_at >= ? order by ended_at desc limit 1")
        .params(PROJECT, utc(since.minus(LONGEST_SESSION)), utc(since))
        .query((row, n) -> row.getObject(1, LocalDateTime.class).toInstant(ZoneOffset.UTC))
        .optional();
  }

  private static LocalDateTime utc(Instant instant) {
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  @Scheduled(fixedDelay = LAKE_LOOK_MILLIS, initialDelay = LAKE_LOOK_MILLIS)
  void lookIntoLake() {
    Instant oldest = notArchived.peekFirst();
    if (oldest == null) {
      return;
    }
    try {
      lake.latest(oldest).ifPresent(latest -> arrived(notArchived, latest, archived));
    } catch (IOException | SdkException e) {
      log.debug("the lake cannot be read for the canary", e);
    }
  }

  private static void arrived(Deque<Instant> underWay, Instant latest, Timer stage) {
    for (Instant at = underWay.peekFirst();
        at != null && !at.isAfter(latest);
        at = underWay.peekFirst()) {
      underWay.pollFirst();
      stage.record(Duration.between(at, Instant.now()));
    }
  }

  /** Of the oldest; 0 when none is under way. */
  private static Duration age(Deque<Instant> underWay) {
    Instant oldest = underWay.peekFirst();
    return oldest == null ? Duration.ZERO : Duration.between(oldest, Instant.now());
  }
}
