package io.rivulet.etl.model;

import io.rivulet.models.recommend.RankingFigures;
import io.rivulet.models.recommend.Recipe;
import io.rivulet.models.recommend.RecommendationTraining.Trained;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What there is to know of a version that recommends items, and all that it learned.
 *
 * @param events by which persons take items
 * @param figures on the later window: of {@code test}, of each method, and of {@code champion}
 * @param chosen figures of all recipes on the window before it
 */
record RecommendationCard(
    String project,
    int version,
    String property,
    List<String> events,
    Recipe recipe,
    int windowDays,
    LocalDate measuredFrom,
    int learnedPersons,
    int items,
    boolean isChampion,
    String verdict,
    Map<String, RankingFigures> figures,
    Map<String, RankingFigures> chosen)
    implements ModelRegistry.Card {
  static final String TEST = "test";
  static final String CHAMPION = "champion";

  /**
   * @param champion figures of the champion's recipe on the same window
   */
  static RecommendationCard of(
      String project,
      int version,
      String property,
      List<String> events,
      int windowDays,
      Trained trained,
      Optional<RankingFigures> champion) {
    Map<String, RankingFigures> figures = new LinkedHashMap<>();
    figures.put(TEST, trained.figures());
    trained.measured().forEach((recipe, f) -> figures.put(recipe.method().wireName(), f));
    champion.ifPresent(f -> figures.put(CHAMPION, f));
    Map<String, RankingFigures> chosen = new LinkedHashMap<>();
    trained.chosen().forEach((recipe, f) -> chosen.put(name(recipe), f));
    boolean isAsGood = champion.map(f -> trained.figures().ndcg() >= f.ndcg()).orElse(true);
    return new RecommendationCard(
        project,
        version,
        property,
        events,
        trained.best(),
        windowDays,
        trained.measuredFrom(),
        trained.learnedPersons(),
        trained.items(),
        isAsGood,
        "%s: %s, NDCG@10 %s, of what is popular %s%s"
            .formatted(
                isAsGood ? "champion" : "not published",
                name(trained.best()),
                number(trained.figures().ndcg()),
                number(trained.baseline().ndcg()),
                champion
                    .map(f -> ", of the champion before on the same days " + number(f.ndcg()))
                    .orElse("")),
        figures,
        chosen);
  }

  /** A method, with its strength where it has one. */
  private static String name(Recipe recipe) {
    return recipe.method().wireName()
        + (recipe.regularization() > 0 ? " %.0f".formatted(recipe.regularization()) : "");
  }

  @Override
  public Map<String, Map<String, Double>> metrics() {
    Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
    figures.forEach((of, f) -> metrics.put(of, f.byName()));
    chosen.forEach((recipe, f) -> metrics.put("earlier." + recipe, f.byName()));
    return metrics;
  }

  @Override
  public String readable() {
    StringBuilder rows = new StringBuilder();
    figures.forEach(
        (of, f) ->
            rows.append(
                "| %s | %d | %s | %s | %s |%n"
                    .formatted(
                        of,
                        f.persons(),
                        number(f.recall()),
                        number(f.ndcg()),
                        number(f.coverage()))));
    return """
    # Recommendations of %s, project %s, version %d

    %s.

    ## What it tells

    Which of %d values of `%s` a person may want next, by the events %s. Never one that the person took in the last days that are looked at.

    ## How it learned

    By %s, from %d persons; the strength of each method was chosen on the %d days before %s, and the methods were compared on as many days from then on. What items have to do with each other is learned anew for each day that is published.

    ## How good it is

    | of | persons | recall@10 | NDCG@10 | coverage |
    |---|---|---|---|---|
    %s
    `test` is what counts; `popularity` tells all persons the same. Persons are those who took something before and something new in the window.

    ## What it is not

    It tells what persons take by themselves, not what they would not have found without it.
    """
        .formatted(
            property,
            project,
            version,
            verdict,
            items,
            property,
            String.join(", ", events),
            name(recipe),
            learnedPersons,
            windowDays,
            measuredFrom,
            rows);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
