package io.rivulet.etl.worker;

import io.rivulet.etl.alert.Alerts;
import io.rivulet.etl.alert.Webhook;
import io.rivulet.etl.job.Jobs;
import io.rivulet.etl.job.Jobs.InvalidJobsException;
import io.rivulet.etl.run.JobRuns;
import io.rivulet.etl.run.JobTable;
import io.rivulet.etl.trigger.TriggerClock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.support.TransactionTemplate;

/** What an instance does again and again. */
final class Clockwork {
  private static final Logger log = LoggerFactory.getLogger(Clockwork.class);

  private final JobRunner runner;
  private final TriggerClock triggers;
  private final Jobs jobs;
  private final JobTable jobTable;
  private final JobRuns runs;
  private final Alerts alerts;
  private final Optional<Webhook> webhook;
  private final RunMetrics metrics;
  private final TransactionTemplate transaction;
  private final Map<String, String> failing = new ConcurrentHashMap<>();

  Clockwork(
      JobRunner runner,
      TriggerClock triggers,
      Jobs jobs,
      JobTable jobTable,
      JobRuns runs,
      Alerts alerts,
      Optional<Webhook> webhook,
      RunMetrics metrics,
      TransactionTemplate transaction) {
    this.runner = runner;
    this.triggers = triggers;
    this.jobs = jobs;
    this.jobTable = jobTable;
    this.runs = runs;
    this.alerts = alerts;
    this.webhook = webhook;
    this.metrics = metrics;
    this.transaction = transaction;
  }

  @Scheduled(fixedDelay = 1_000)
  void watchRuns() {
    trying("to watch runs", () -> runner.watch(Instant.now()));
  }

  @Scheduled(fixedDelay = 1_000)
  void fireSchedules() {
    trying("to fire schedules", () -> triggers.fireSchedules(Instant.now()));
  }

  @Scheduled(fixedDelay = 1_000)
  void lookForObjects() {
    trying("to look for new objects", () -> triggers.lookForObjects(Instant.now()));
  }

  @Scheduled(fixedDelay = 2_000)
  void deliverAlerts() {
    webhook.ifPresent(w -> trying("to deliver alerts", w::deliver));
  }

  @Scheduled(fixedDelay = 2_000)
  void lookAround() {
    trying(
        "to see which jobs are late",
        () -> {
          List<String> late = transaction.execute(status -> alerts.noteLate());
          Objects.requireNonNull(late).forEach(job -> log.warn("job {} is late", job));
          metrics.refresh(jobTable.all(), runs.waiting());
        });
    trying(
        "to read the jobs file",
        () -> {
          try {
            var unused = jobs.reloadIfChanged();
          } catch (InvalidJobsException e) {
            log.warn("{}; the last good one stays in force", e.getMessage());
          }
        });
  }

  @Scheduled(fixedDelay = 3_600_000)
  void forgetOld() {
    trying("to forget old runs", runs::forgetOld);
  }

  @FunctionalInterface
  private interface Work {
    void run() throws InterruptedException;
  }

  /** Does it, and says once, not each time, that it does not work. */
  private void trying(String what, Work work) {
    try {
      work.run();
      if (failing.remove(what) != null) {
        log.info("it works again {}", what);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      if (failing.put(what, "") == null) {
        log.warn("it does not work {}; tried on", what, e);
      }
    }
  }
}
