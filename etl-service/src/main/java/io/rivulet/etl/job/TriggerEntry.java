package io.rivulet.etl.job;

import io.rivulet.etl.run.JobRun.State;
import io.rivulet.etl.trigger.Schedule;
import io.rivulet.etl.workflow.Condition;
import io.rivulet.etl.workflow.Condition.Match;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A trigger, as the jobs file says. It has exactly one of {@code cron}, {@code every}, {@code all},
 * {@code any} and {@code objects}.
 *
 * @param job that it starts
 * @param cron minute, hour, day of month, month, day of week
 * @param timeZone of {@code cron}, UTC by default
 * @param every pause between two starts
 * @param missed what becomes of times at which the service was down; one run by default
 * @param all watched jobs with the states wanted, all of which must hold in one chain of runs
 * @param any likewise, of which one must hold
 * @param objects starts at so many new objects in {@code raw/}
 * @param window or so long after the first of them
 * @param arguments for the runs that it starts
 */
public record TriggerEntry(
    String job,
    @Nullable String cron,
    ZoneId timeZone,
    @Nullable Duration every,
    Schedule.Missed missed,
    @Nullable Map<String, List<State>> all,
    @Nullable Map<String, List<State>> any,
    @Nullable Long objects,
    @Nullable Duration window,
    Map<String, String> arguments) {
  private static final Duration WINDOW = Duration.ofMinutes(5);

  public TriggerEntry {
    if (job == null) {
      throw new IllegalArgumentException("a trigger must name its job");
    }
    if (Stream.of(cron, every, all, any, objects).filter(Objects::nonNull).count() != 1) {
      throw new IllegalArgumentException(
          "a trigger of job " + job + " must have one of cron, every, all, any, objects");
    }
    if (cron == null && timeZone != null) {
      throw new IllegalArgumentException("time-zone goes with cron");
    }
    if (objects == null ? window != null : objects < 1) {
      throw new IllegalArgumentException("window goes with objects, which must be at least 1");
    }
    if (objects != null) {
      window = Objects.requireNonNullElse(window, WINDOW);
      if (window.compareTo(Duration.ofSeconds(1)) < 0 || window.compareTo(Duration.ofDays(7)) > 0) {
        throw new IllegalArgumentException("window must be 1s to 7d, not " + window);
      }
    }
    timeZone = Objects.requireNonNullElse(timeZone, ZoneOffset.UTC);
    missed = Objects.requireNonNullElse(missed, Schedule.Missed.RUN_ONCE);
    arguments = Map.copyOf(Objects.requireNonNullElse(arguments, Map.of()));
    // checked here, where the message gets the line
    var unusedSchedule = schedule(cron, every, timeZone);
    var unusedCondition = condition(all, any);
  }

  /**
   * What starts a job as its own file says, by the trigger's name; empty for nothing.
   *
   * @param after jobs whose success in one chain of runs starts it
   */
  @SuppressWarnings("NullAway") // the constructor takes null for what is left out, as from a file
  public static Map<String, TriggerEntry> ofOwner(
      String job,
      @Nullable List<String> after,
      @Nullable String cron,
      @Nullable ZoneId timeZone,
      @Nullable Duration every,
      Schedule.@Nullable Missed missed) {
    if (after == null && cron == null && every == null) {
      return Map.of();
    }
    Map<String, List<State>> all =
        after == null
            ? null
            : after.stream()
                .collect(
                    Collectors.toMap(
                        watched -> watched,
                        watched -> List.of(State.SUCCEEDED),
                        (first, next) -> first,
                        TreeMap::new));
    return Map.of(
        job + (after == null ? "-on-schedule" : "-after"),
        new TriggerEntry(job, cron, timeZone, every, missed, all, null, null, null, Map.of()));
  }

  /** What kind it is, as in {@code ops.trigger}. */
  String kind() {
    return schedule().isPresent() ? "SCHEDULED" : condition().isPresent() ? "CONDITIONAL" : "EVENT";
  }

  Optional<Schedule> schedule() {
    return schedule(cron, every, timeZone);
  }

  Optional<Condition> condition() {
    return condition(all, any);
  }

  private static Optional<Schedule> schedule(
      @Nullable String cron, @Nullable Duration every, ZoneId zone) {
    if (cron != null) {
      return Optional.of(new Schedule.Cron(cron, zone));
    }
    return every == null ? Optional.empty() : Optional.of(new Schedule.Every(every));
  }

  private static Optional<Condition> condition(
      @Nullable Map<String, List<State>> all, @Nullable Map<String, List<State>> any) {
    Map<String, List<State>> wanted = all == null ? any : all;
    if (wanted == null) {
      return Optional.empty();
    }
    Map<String, Set<State>> sets = new TreeMap<>();
    wanted.forEach(
        (watched, states) -> {
          Set<State> set = EnumSet.noneOf(State.class);
          set.addAll(states == null ? List.of() : states);
          sets.put(watched, set);
        });
    return Optional.of(new Condition(all == null ? Match.ANY : Match.ALL, sets));
  }
}
