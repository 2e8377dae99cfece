package io.rivulet.models.recommend;

import io.rivulet.models.recommend.Recipe.Method;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Finds the recipe that tells best what persons take next. Each is learned from the days before a
 * window and measured on the window:
 *
 * <pre>
 * |---- known ----|-- window --|              strength of each method chosen
 * |---- known -----------------|-- window --| methods compared
 *                                           ^ end
 * </pre>
 */
public final class RecommendationTraining {
  /** More persons than these are sampled, for what they would add is little. */
  public static final int MOST_PERSONS = 20_000;

  /** What they took, all in all; held in memory. */
  public static final int MOST_TAKEN = 500_000;

  /** Days of history that are looked at, until the end. */
  public static final int HISTORY_DAYS = 120;

  private static final int MOST_WINDOW_DAYS = 30;

  /** Days before a window, without which little is known. */
  private static final int LEAST_KNOWN_DAYS = 14;

  /** With fewer a list of ten is no choice. */
  private static final int LEAST_ITEMS = 20;

  private static final int LEAST_MEASURED = 30;

  /** What became of it. */
  public sealed interface Outcome {}

  /**
   * There is too little to learn from.
   *
   * @param missing what, with numbers, in words
   */
  public record Refused(List<String> missing) implements Outcome {}

  /**
   * A recipe was found.
   *
   * @param best on the later window, by NDCG; of equals the simplest
   * @param chosen figures of all recipes on the earlier window, by which strengths were chosen
   * @param measured figures of the best of each method on the later window
   * @param items there were to choose from
   */
  public record Trained(
      Recipe best,
      Map<Recipe, RankingFigures> chosen,
      Map<Recipe, RankingFigures> measured,
      LocalDate measuredFrom,
      int learnedPersons,
      int items)
      implements Outcome {

    /** Its figures on the later window. */
    public RankingFigures figures() {
      return Objects.requireNonNull(measured.get(best));
    }

    /** What knowing only what is popular reaches there. */
    public RankingFigures baseline() {
      return Objects.requireNonNull(measured.get(Recipe.POPULARITY));
    }
  }

  private final List<PersonItems> persons;
  private final LocalDate firstDay;
  private final LocalDate end;
  private final int windowDays;

  /**
   * @param persons in whatever order
   * @param firstDay of what is known
   * @param end the day after the last one that is complete
   * @param windowDays 1 to 30
   */
  public RecommendationTraining(
      List<PersonItems> persons, LocalDate firstDay, LocalDate end, int windowDays) {
    if (windowDays < 1 || windowDays > MOST_WINDOW_DAYS) {
      throw new IllegalArgumentException(
          "the window takes 1 to " + MOST_WINDOW_DAYS + " days, not " + windowDays);
    }
    this.persons = persons.stream().sorted(Comparator.comparing(PersonItems::person)).toList();
    this.firstDay = firstDay;
    this.end = end;
    this.windowDays = windowDays;
  }

  /** Days of each window. */
  public int windowDays() {
    return windowDays;
  }

  /** Compares the recipes. */
  public Outcome train() {
    LocalDate later = end.minusDays(windowDays);
    LocalDate earlier = later.minusDays(windowDays);
    Interactions before = Interactions.before(earlier, persons);
    Interactions known = Interactions.before(later, persons);
    List<String> missing = missing(before, known);
    if (!missing.isEmpty()) {
      return new Refused(missing);
    }
    Map<Recipe, RankingFigures> chosen = new LinkedHashMap<>();
    for (Recipe recipe : Recipe.ALL) {
      chosen.put(recipe, measure(recipe, before, later));
    }
    Map<Recipe, RankingFigures> measured = new LinkedHashMap<>();
    for (Method method : Method.values()) {
      chosen.keySet().stream()
          .filter(recipe -> recipe.method() == method)
          .reduce((a, b) -> better(a, b, chosen))
          .ifPresent(recipe -> measured.put(recipe, measure(recipe, known, end)));
    }
    Recipe best = measured.keySet().stream().reduce((a, b) -> better(a, b, measured)).orElseThrow();
    return new Trained(best, chosen, measured, later, known.baskets().size(), known.items().size());
  }

  /** The figures of another recipe on the same later window. */
  public RankingFigures measure(Recipe recipe) {
    return measure(recipe, Interactions.before(end.minusDays(windowDays), persons), end);
  }

  private RankingFigures measure(Recipe recipe, Interactions known, LocalDate until) {
    return RankingFigures.of(Recommender.learn(recipe, known), persons, until);
  }

  /** The first one unless the second is better. */
  private static Recipe better(Recipe a, Recipe b, Map<Recipe, RankingFigures> figures) {
    return ndcg(b, figures) > ndcg(a, figures) ? b : a;
  }

  private static double ndcg(Recipe recipe, Map<Recipe, RankingFigures> figures) {
    return Objects.requireNonNull(figures.get(recipe)).ndcg();
  }

  private List<String> missing(Interactions before, Interactions known) {
    List<String> missing = new ArrayList<>();
    need(
        missing,
        "%d days of history are needed",
        LEAST_KNOWN_DAYS + 2L * windowDays,
        ChronoUnit.DAYS.between(firstDay, end));
    need(
        missing,
        "%d items that " + Interactions.LEAST_PERSONS + " persons took are needed",
        LEAST_ITEMS,
        before.items().size());
    need(
        missing,
        "%d persons who took something before and something new are needed to choose by",
        LEAST_MEASURED,
        measurable(before, known.asOf()));
    need(
        missing,
        "%d persons who took something before and something new are needed to measure on",
        LEAST_MEASURED,
        measurable(known, end));
    return missing;
  }

  private static void need(List<String> missing, String what, long needed, long there) {
    if (there < needed) {
      missing.add(what.formatted(needed) + ", " + (needed - there) + " are missing");
    }
  }

  private long measurable(Interactions known, LocalDate until) {
    return persons.stream()
        .filter(person -> known.basket(person).length > 0)
        .filter(person -> !known.takenSince(person, until).isEmpty())
        .count();
  }
}
