package io.rivulet.etl.model;

import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.model.ModelRegistry.ModelRun;
import io.rivulet.etl.run.Argument;
import io.rivulet.etl.run.Job;
import io.rivulet.etl.run.RunContext;
import io.rivulet.event.project.ItemProperty;
import io.rivulet.models.recommend.RankingFigures;
import io.rivulet.models.recommend.RecommendationTraining;
import io.rivulet.models.recommend.RecommendationTraining.Refused;
import io.rivulet.models.recommend.RecommendationTraining.Trained;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out, for each property that names items, how to tell best what persons take next. The
 * version becomes champion, by which is recommended, when it is not worse than the champion on the
 * same later days.
 */
public final class TrainRecommendationsJob implements Job {
  private final ModelParts parts;

  TrainRecommendationsJob(ModelParts parts) {
    this.parts = parts;
  }

  /** The name of a property's model. */
  static String model(ItemProperty item) {
    return "recommendations." + item.property();
  }

  @Override
  public String name() {
    return "train-recommendations";
  }

  @Override
  public String description() {
    return "Learns from the past what persons take next.";
  }

  @Override
  public List<Argument> arguments() {
    return List.of(
        Argument.project(),
        new Argument(
            "window_days",
            Argument.Kind.NUMBER,
            "Days on which recommendations are measured, and as many before to choose by.",
            "14",
            false));
  }

  @Override
  public boolean isLong() {
    return true;
  }

  @Override
  public void run(RunContext run) throws Exception {
    int windowDays = Math.toIntExact(run.number("window_days").orElse(14L));
    parts.tellOfEachProject(
        run,
        project -> {
          List<ItemProperty> items = parts.workbenches().projects().items(project);
          return items.isEmpty() ? List.of() : train(run, project, items, windowDays);
        });
  }

  private List<String> train(
      RunContext run, String project, List<ItemProperty> items, int windowDays)
      throws SQLException, IOException {
    Optional<CompleteDays> complete = parts.completeDays(project);
    if (complete.isEmpty()) {
      return List.of(project + ": no day is complete yet");
    }
    LocalDate end = complete.get().end();
    LocalDate firstDay = complete.get().firstOfLast(RecommendationTraining.HISTORY_DAYS);
    CuratedData curated = parts.curated(project);
    try (Workbench workbench = parts.workbenches().open(run, project)) {
      ItemHistories histories =
          parts.itemHistories(
              workbench, project, curated, items, firstDay, end, end.minusDays(windowDays));
      run.count(histories.rows(), 0, 0);
      List<String> said = new ArrayList<>();
      for (ItemProperty item : items) {
        run.checkStop();
        ModelRun modelRun =
            new ModelRun(
                project,
                model(item),
                run.runId(),
                Map.of("window_days", windowDays, "events", item.events()),
                firstDay,
                end.minusDays(1),
                curated.newestPublication(),
                null);
        RecommendationTraining training =
            new RecommendationTraining(histories.sample(item), firstDay, end, windowDays);
        said.add(project + " " + item.property() + ": " + train(modelRun, item, training));
      }
      return said;
    }
  }

  private String train(ModelRun run, ItemProperty item, RecommendationTraining training) {
    RecommendationTraining.Outcome outcome = training.train();
    if (outcome instanceof Refused refused) {
      return parts.registry().refused(run, refused.missing());
    }
    Optional<RankingFigures> champion =
        parts
            .registry()
            .champion(run.project(), run.model(), RecommendationCard.class)
            .map(c -> training.measure(c.card().recipe()));
    RecommendationCard card =
        RecommendationCard.of(
            run.project(),
            parts.registry().nextVersion(run.project(), run.model()),
            item.property(),
            item.events(),
            training.windowDays(),
            (Trained) outcome,
            champion);
    parts.registry().learned(run, card, null);
    return card.verdict();
  }
}
