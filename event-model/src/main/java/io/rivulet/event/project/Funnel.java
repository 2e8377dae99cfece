package io.rivulet.event.project;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/**
 * Events that lead to a goal, as reports follow them. A person enters with the first step; the
 * window runs from there and is not begun anew when the first step happens again within it.
 *
 * @param name names it in reports, unique in its project, at most {@link #MAX_NAME_LENGTH}
 * @param steps names of events, pages or screens, {@link #MIN_STEPS} to {@link #MAX_STEPS}
 * @param window in which all steps have to happen, counted from the entry, its end included; {@link
 *     #MIN_WINDOW} to {@link #MAX_WINDOW}, {@link #DEFAULT_WINDOW} where absent
 * @param order in which the steps have to happen; one after the other where absent
 */
public record Funnel(String name, List<String> steps, Duration window, Order order) {

  /** Most funnels of a project: each is computed in every report. */
  public static final int MAX_FUNNELS = 20;

  /** Fewest steps: one is no way. */
  public static final int MIN_STEPS = 2;

  /** Most steps. */
  public static final int MAX_STEPS = 10;

  /** Longest name in characters. */
  public static final int MAX_NAME_LENGTH = 128;

  /** Shortest window. */
  public static final Duration MIN_WINDOW = Duration.ofMinutes(1);

  /** Longest window: so far back every report looks. */
  public static final Duration MAX_WINDOW = Duration.ofDays(90);

  /** The window of a funnel that names none. */
  public static final Duration DEFAULT_WINDOW = Duration.ofDays(7);

  /** In which order the steps have to happen. Other events may lie between them in any case. */
  public enum Order {
    /** Each step later than the one before it; at the same microsecond is not later. */
    SEQUENTIAL,
    /** The first step first, the others after it as they come. */
    ANY
  }

  /**
   * Checks what the file says and fills in the defaults.
   *
   * @throws IllegalArgumentException naming the funnel and the value that cannot be
   */
  public Funnel {
    Declared.requireName("funnels", name, MAX_NAME_LENGTH);
    String which = "funnel '" + name + "'";
    steps = steps == null ? List.of() : steps;
    if (steps.size() < MIN_STEPS || steps.size() > MAX_STEPS) {
      throw new IllegalArgumentException(
          "%s has %d steps; it takes %d to %d"
              .formatted(which, steps.size(), MIN_STEPS, MAX_STEPS));
    }
    steps.forEach(step -> Declared.requireEventName(which, step));
    steps = List.copyOf(steps);
    window = Objects.requireNonNullElse(window, DEFAULT_WINDOW);
    if (window.compareTo(MIN_WINDOW) < 0 || window.compareTo(MAX_WINDOW) > 0) {
      throw new IllegalArgumentException(
          "%s has a window of %s; it can be 1 minute to %d days"
              .formatted(which, window, MAX_WINDOW.toDays()));
    }
    order = Objects.requireNonNullElse(order, Order.SEQUENTIAL);
    if (order == Order.ANY && new HashSet<>(steps).size() < steps.size()) {
      throw new IllegalArgumentException(
          which + " names a step twice, which has no meaning in any order");
    }
  }
}
