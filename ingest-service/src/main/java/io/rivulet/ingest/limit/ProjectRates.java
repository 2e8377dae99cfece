package io.rivulet.ingest.limit;

import io.rivulet.event.project.Project;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Keeps each project at its {@code max-events-per-second} in this collector, so that one project's
 * flood leaves room for the others. A changed bound begins with a full bucket.
 */
public final class ProjectRates {
  /** Longest time that a client is asked to wait, in seconds: SDKs take no more. */
  public static final int MAX_RETRY_AFTER_SECONDS = 300;

  private final LongSupplier nanoTime;
  private final ConcurrentMap<String, EventBudget> budgets = new ConcurrentHashMap<>();

  /**
   * @param nanoTime a clock that never goes back
   */
  public ProjectRates(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Seconds after which the project's next request may pass, from 1 to {@link
   * #MAX_RETRY_AFTER_SECONDS}; 0 when it may pass now.
   */
  public int retryAfterSeconds(Project project) {
    long wait = budget(project).waitNanos();
    if (wait == 0) {
      return 0;
    }
    long seconds = (wait - 1) / TimeUnit.SECONDS.toNanos(1) + 1;
    return (int) Math.min(seconds, MAX_RETRY_AFTER_SECONDS);
  }

  /**
   * Charges what a request that passed brought.
   *
   * @param events of it; a request that is refused as a whole counts for one at least
   */
  public void charge(Project project, int events) {
    budget(project).charge(events);
  }

  private EventBudget budget(Project project) {
    EventBudget budget = budgets.get(project.id());
    return budget != null && budget.perSecond() == project.maxEventsPerSecond()
        ? budget
        : budgets.compute(
            project.id(),
            (id, present) ->
                present != null && present.perSecond() == project.maxEventsPerSecond()
                    ? present
                    : new EventBudget(project.maxEventsPerSecond(), nanoTime));
  }
}
