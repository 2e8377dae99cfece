package io.rivulet.etl.model;

import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.Publication;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.model.ModelRegistry.Champion;
import io.rivulet.etl.model.ModelRegistry.ModelRun;
import io.rivulet.etl.quality.QualityGate;
import io.rivulet.etl.quality.QualityGate.Staged;
import io.rivulet.etl.run.Job;
import io.rivulet.etl.run.RunContext;
import io.rivulet.event.project.ItemProperty;
import io.rivulet.models.recommend.RankingFigures;
import io.rivulet.models.recommend.Recipe.Method;
import io.rivulet.models.recommend.Recommendation;
import io.rivulet.models.recommend.RecommendationTraining;
import io.rivulet.models.recommend.Recommender;
import io.rivulet.models.recommend.Recommender.Popular;
import java.io.IOException;
import java.sql.Date;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Replaces what {@code bi.recommendations}, {@code bi.popular_items} and {@code
 * bi.recommendation_models} say of a project by what its champions say as of the last complete day;
 * nothing to do where they say so already.
 */
public final class ScoreRecommendationsJob implements Job {
  private static final String NAME = "score-recommendations";

  /** Of the list that is the same for all. */
  private static final int MOST_POPULAR = 100;

  /** What the owner's rules judge before it is published. */
  private static final List<Staged> STAGED =
      List.of(
          new Staged("bi.recommendations", "recommendation"),
          new Staged("bi.popular_items", "popular_item"));

  private final ModelParts parts;
  private final QualityGate quality;

  ScoreRecommendationsJob(ModelParts parts, QualityGate quality) {
    this.parts = parts;
    this.quality = quality;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "Publishes what each person may want next, once for each day that is complete.";
  }

  @Override
  public boolean isLong() {
    return true;
  }

  @Override
  public void run(RunContext run) throws Exception {
    parts.forEachProject(run, project -> Publication.untilNotOvertaken(() -> score(run, project)));
  }

  /** What was published; empty where nothing was to be. */
  private Optional<String> score(RunContext run, String project) throws SQLException, IOException {
    Map<ItemProperty, Champion<RecommendationCard>> champions = new LinkedHashMap<>();
    for (ItemProperty item : parts.workbenches().projects().items(project)) {
      parts
          .registry()
          .champion(project, TrainRecommendationsJob.model(item), RecommendationCard.class)
          .ifPresent(champion -> champions.put(item, champion));
    }
    Optional<CompleteDays> complete = parts.completeDays(project);
    if (complete.isEmpty()) {
      return Optional.empty();
    }
    LocalDate asOf = complete.get().end();
    ScorePublication publication =
        ScorePublication.of(parts.warehouse(), NAME, project, state(champions, asOf));
    if (publication.isDone()) {
      return Optional.empty();
    }
    LocalDate firstDay = complete.get().firstOfLast(RecommendationTraining.HISTORY_DAYS);
    CuratedData curated = parts.curated(project);
    try (Workbench workbench = parts.workbenches().open(run, project)) {
      ItemHistories histories =
          parts.itemHistories(
              workbench, project, curated, List.copyOf(champions.keySet()), firstDay, asOf, asOf);
      stage(run, workbench, histories, champions, asOf);
      quality.check(NAME, run.runId(), project, workbench, STAGED);
      run.checkStop();
      long rows = workbench.number("select count(*) from recommendation");
      long persons = workbench.number("select count(distinct person_id) from recommendation");
      publication.publish(
          run,
          workbench,
          "recommendation",
          List.of("popular_item", "recommendation_model"),
          curated.newestPublication());
      run.count(histories.rows(), rows, 0);
      String message =
          champions.isEmpty()
              ? "nothing is recommended any more"
              : publication.state() + ", " + persons + " persons";
      champions.forEach(
          (item, champion) ->
              parts
                  .registry()
                  .scored(
                      ModelRun.ofScores(
                          project,
                          TrainRecommendationsJob.model(item),
                          run.runId(),
                          champion.version(),
                          firstDay,
                          asOf,
                          curated.newestPublication()),
                      message,
                      Map.of()));
      return Optional.of(message);
    }
  }

  private static String state(
      Map<ItemProperty, Champion<RecommendationCard>> champions, LocalDate asOf) {
    String versions =
        champions.entrySet().stream()
            .map(e -> "%s version %d".formatted(e.getKey().property(), e.getValue().version()))
            .collect(Collectors.joining(", "));
    return versions.isEmpty() ? "" : versions + " as of " + asOf;
  }

  /** Makes the relations that are published. */
  private static void stage(
      RunContext run,
      Workbench workbench,
      ItemHistories histories,
      Map<ItemProperty, Champion<RecommendationCard>> champions,
      LocalDate asOf)
      throws IOException {
    try (var lists = new ScorePublication.Rows(workbench, "recommended");
        var popular = new ScorePublication.Rows(workbench, "popular");
        var methods = new ScorePublication.Rows(workbench, "compared")) {
      for (Map.Entry<ItemProperty, Champion<RecommendationCard>> e : champions.entrySet()) {
        run.checkStop();
        ItemProperty item = e.getKey();
        RecommendationCard card = e.getValue().card();
        Recommender recommender = Recommender.learn(card.recipe(), histories.sample(item), asOf);
        histories.forEach(
            item, person -> write(lists, item, person.person(), recommender.recommend(person)));
        write(popular, item, recommender.popular(MOST_POPULAR));
        write(methods, item, card);
      }
      workbench.tableOfTexts(
          "recommended",
          List.of("property", "person_id", "rank", "item", "score", "reason"),
          lists.done());
      workbench.tableOfTexts(
          "popular", List.of("property", "rank", "item", "persons", "share"), popular.done());
      workbench.tableOfTexts(
          "compared",
          List.of("property", "method", "is_champion", "persons", "recall", "ndcg", "coverage"),
          methods.done());
    }
    workbench.tableOf(
        "recommending_version",
        "property string, model_version integer, as_of date, measured_from date, window_days integer, items integer, scored_at string",
        champions.entrySet().stream()
            .map(
                e ->
                    List.<Object>of(
                        e.getKey().property(),
                        e.getValue().version(),
                        Date.valueOf(asOf),
                        Date.valueOf(e.getValue().card().measuredFrom()),
                        e.getValue().card().windowDays(),
                        e.getValue().card().items(),
                        ScorePublication.scoredAt()))
            .toList());
    workbench.table("model", "recommendation");
    workbench.table("model", "popular_item");
    workbench.table("model", "recommendation_model");
  }

  private static void write(
      ScorePublication.Rows rows, ItemProperty item, String person, List<Recommendation> list) {
    int rank = 1;
    for (Recommendation one : list) {
      rows.add(
          Stream.of(
              item.property(),
              person,
              Integer.toString(rank++),
              one.item(),
              Double.toString(one.score()),
              one.reason()));
    }
  }

  private static void write(ScorePublication.Rows rows, ItemProperty item, List<Popular> popular) {
    int rank = 1;
    for (Popular one : popular) {
      rows.add(
          Stream.of(
              item.property(),
              Integer.toString(rank++),
              one.item(),
              Integer.toString(one.persons()),
              Double.toString(one.share())));
    }
  }

  private static void write(
      ScorePublication.Rows rows, ItemProperty item, RecommendationCard card) {
    for (Method method : Method.values()) {
      RankingFigures figures = card.figures().get(method.wireName());
      if (figures != null) {
        rows.add(
            Stream.of(
                item.property(),
                method.wireName(),
                Boolean.toString(method == card.recipe().method()),
                Integer.toString(figures.persons()),
                Double.toString(figures.recall()),
                Double.toString(figures.ndcg()),
                Double.toString(figures.coverage())));
      }
    }
  }
}
