package io.rivulet.etl.trigger;

import io.rivulet.etl.run.Argument.InvalidArgumentException;
import io.rivulet.etl.run.Arguments;
import io.rivulet.etl.run.JobRuns;
import io.rivulet.etl.run.JobSettings;
import io.rivulet.etl.run.JobTable;
import io.rivulet.etl.trigger.TriggerTable.Due;
import io.rivulet.etl.workflow.Workflows;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Fires SCHEDULED and EVENT triggers. Each instance of the service asks; the row lock on the
 * trigger lets one of them fire, and when that one dies the next one does.
 *
 * <p>(Not a task of the workers' queue: long runs may take all of its threads.)
 */
public final class TriggerClock {
  private static final Logger log = LoggerFactory.getLogger(TriggerClock.class);

  /** How often an EVENT trigger looks for new objects; each look lists two days of the lake. */
  static final Duration LOOK_EVERY = Duration.ofSeconds(15);

  /** Most triggers of one kind that one instance fires in one go. */
  private static final int MOST_AT_ONCE = 100;

  private final TriggerTable triggers;
  private final JobTable jobs;
  private final JobRuns runs;
  private final Workflows workflows;
  private final NewObjects newObjects;
  private final TransactionTemplate transaction;

  public TriggerClock(
      TriggerTable triggers,
      JobTable jobs,
      JobRuns runs,
      Workflows workflows,
      NewObjects newObjects,
      TransactionTemplate transaction) {
    this.triggers = triggers;
    this.jobs = jobs;
    this.runs = runs;
    this.workflows = workflows;
    this.newObjects = newObjects;
    this.transaction = transaction;
  }

  /** Fires the SCHEDULED triggers whose time has come. */
  public void fireSchedules(Instant now) {
    for (int i = 0; i < MOST_AT_ONCE; i++) {
      if (!Boolean.TRUE.equals(transaction.execute(status -> fireOneSchedule(now)))) {
        return;
      }
    }
  }

  private boolean fireOneSchedule(Instant now) {
    Optional<Due> due = triggers.due("SCHEDULED", now);
    due.ifPresent(
        trigger -> {
          Schedule schedule = java.util.Objects.requireNonNull(trigger.schedule());
          Schedule.Decision decision = schedule.decide(trigger.at(), now, trigger.missed());
          triggers.next(trigger.name(), decision.next());
          if (!decision.fires()) {
            log.warn("trigger {} was missed at {} and is skipped", trigger.name(), trigger.at());
            return;
          }
          // A pause counts between runs; a time of day is kept even when the last run is not over.
          if (!(schedule instanceof Schedule.Every) || !runs.isActive(trigger.job())) {
            var unused = fire(trigger);
          }
        });
    return due.isPresent();
  }

  /** Lets the EVENT triggers whose time has come look for new objects. */
  public void lookForObjects(Instant now) {
    for (int i = 0; i < MOST_AT_ONCE; i++) {
      Optional<Due> due = transaction.execute(status -> claimLook(now));
      if (due == null || due.isEmpty()) {
        return;
      }
      // Listing the lake takes its time; no row is locked meanwhile.
      long unread = newObjects.count();
      transaction.executeWithoutResult(status -> look(due.get().name(), unread, now));
    }
  }

  private Optional<Due> claimLook(Instant now) {
    Optional<Due> due = triggers.due("EVENT", now);
    due.ifPresent(trigger -> triggers.next(trigger.name(), now.plus(LOOK_EVERY)));
    return due;
  }

  private void look(String name, long unread, Instant now) {
    Optional<Due> locked = triggers.locked(name);
    if (locked.isEmpty() || runs.isActive(locked.get().job())) {
      return;
    }
    Due trigger = locked.get();
    Arrivals.Look look =
        trigger
            .arrivals()
            .look(unread, triggers.lastRunFailed(name), now, trigger.objects(), trigger.window());
    // What is not fired, because the job is paused, is seen again by the next look.
    if (!look.fires() || fire(trigger)) {
      triggers.remember(name, look.after());
    }
  }

  /** Answers false when it does not fire. */
  private boolean fire(Due trigger) {
    Optional<JobSettings> job = jobs.find(trigger.job());
    if (job.isEmpty() || job.get().isPaused()) {
      return false;
    }
    try {
      Map<String, String> arguments =
          Arguments.resolve(trigger.job(), job.get().arguments(), trigger.arguments());
      workflows.beginUnlessAhead(trigger.name(), trigger.job(), arguments);
      triggers.fired(trigger.name());
      return true;
    } catch (InvalidArgumentException e) {
      // Declared by an instance of another version; the others must fire all the same.
      log.error("trigger {} does not fire: {}", trigger.name(), e.getMessage());
      return false;
    }
  }

  /**
   * Pauses a trigger or lets it go on. While it is paused it does nothing, and afterwards it does
   * not make up for it.
   */
  public void pause(String trigger, boolean paused, Instant now) {
    transaction.executeWithoutResult(
        status -> {
          triggers.pause(trigger, paused);
          if (!paused) {
            triggers.schedule(trigger).ifPresent(s -> triggers.next(trigger, s.next(now)));
          }
        });
  }
}
