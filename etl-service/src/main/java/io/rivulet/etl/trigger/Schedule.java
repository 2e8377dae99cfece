package io.rivulet.etl.trigger;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;

/** When a SCHEDULED trigger fires. */
public sealed interface Schedule {

  /** What becomes of times at which no instance of the service was there to fire. */
  enum Missed {
    /** They are left out. */
    SKIP,
    /** They are made up for by one run. */
    RUN_ONCE
  }

  /** A fire that comes this much too late was missed. */
  Duration MISSED_AFTER = Duration.ofMinutes(1);

  /** The first time after {@code from}, exclusive; null when there is none any more. */
  @Nullable Instant next(Instant from);

  /** The text of which {@link #parse} makes the schedule again. */
  String text();

  /**
   * What to do at a time to fire.
   *
   * @param fires whether a run starts now
   * @param next when the trigger fires next, after now; null for never
   */
  record Decision(boolean fires, @Nullable Instant next) {}

  /**
   * Decides at {@code now} about a trigger that was to fire at {@code due}, which is not later.
   * However many times lie between the two, at most one run starts.
   */
  default Decision decide(Instant due, Instant now, Missed missed) {
    boolean isMissed = due.plus(MISSED_AFTER).isBefore(now);
    return new Decision(!isMissed || missed == Missed.RUN_ONCE, next(now));
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException when it is neither a cron expression nor a pause
   */
  static Schedule parse(String text, ZoneId zone) {
    return text.startsWith(Every.PREFIX)
        ? new Every(Duration.parse(text.substring(Every.PREFIX.length())))
        : new Cron(text, zone);
  }

  /**
   * Again and again with the same pause.
   *
   * @param pause at least a second, at most 366 days
   */
  record Every(Duration pause) implements Schedule {
    private static final String PREFIX = "every ";

    public Every {
      if (pause.compareTo(Duration.ofSeconds(1)) < 0 || pause.compareTo(Duration.ofDays(366)) > 0) {
        throw new IllegalArgumentException("every must be 1s to 366d, not " + pause);
      }
    }

    @Override
    public Instant next(Instant from) {
      return from.plus(pause);
    }

    @Override
    public String text() {
      return PREFIX + pause;
    }
  }

  /**
   * By a cron expression: minute, hour, day of month, month, day of week; optionally the second
   * before them.
   *
   * <p>Where clocks are put forward or back, an expression that names hours fires once on each day
   * that it means: a time that the day leaves out comes as much later as the clocks jump, and of a
   * time that the day has twice the first counts. An expression for every hour ({@code *} or {@code
   * *}{@code /n}) goes on with real time.
   *
   * <p>{@code 30 2 * * *} in Europe/Berlin: on 2026-03-29, which has no 02:30, at 03:30 summer
   * time; on 2026-10-25, which has 02:30 twice, at 02:30 summer time only.
   */
  record Cron(String expression, ZoneId zone) implements Schedule {
    /** Of {@code ops.trigger}. */
    private static final int LONGEST = 128;

    public Cron {
      expression = expression.strip();
      if (expression.length() > LONGEST) {
        throw new IllegalArgumentException("cron must be at most " + LONGEST + " characters");
      }
      // Both must be valid before anything is scheduled by it.
      var unused = parsed(expression);
    }

    @Override
    public @Nullable Instant next(Instant from) {
      CronExpression cron = parsed(expression);
      if (fields(expression)[2].startsWith("*")) {
        ZonedDateTime next = cron.next(from.atZone(zone));
        return next == null ? null : next.toInstant();
      }
      // A gap may have moved the time before last beyond from, an overlap the next one before it.
      LocalDateTime local = from.atZone(zone).toLocalDateTime().minusHours(3);
      while (true) {
        local = cron.next(local);
        if (local == null) {
          return null;
        }
        Instant next = local.atZone(zone).toInstant();
        if (next.isAfter(from)) {
          return next;
        }
      }
    }

    @Override
    public String text() {
      return expression;
    }

    private static CronExpression parsed(String expression) {
      try {
        return CronExpression.parse(String.join(" ", fields(expression)));
      } catch (IllegalArgumentException e) {
        // Without the cause, whose message would be shown instead of this one.
        throw new IllegalArgumentException(
            "'" + expression + "' is no cron expression such as '30 2 * * *': " + e.getMessage());
      }
    }

    private static String[] fields(String expression) {
      String[] fields = expression.split("\\s+");
      return fields.length == 5 ? ("0 " + expression).split("\\s+") : fields;
    }
  }
}
