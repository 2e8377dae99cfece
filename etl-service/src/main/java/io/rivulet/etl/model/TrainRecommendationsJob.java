package io.rivulet.etl.model;

import io.rivulet.etl.Workbenches;
import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.lake.Lake;
import io.rivulet.etl.model.ModelRegistry.ModelRun;
import io.rivulet.etl.run.Argument;
import io.rivulet.etl.run.Job;
import io.rivulet.etl.run.ProjectFailures;
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
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds out, for each property that names items, how to tell best what persons take next. The
 * version becomes champion, by which is recommended, when it is not worse than the champion on the
 * same later days.
 */
public final class TrainRecommendationsJob implements Job {
  private final Lake lake;
  private final Warehouse warehouse;
  private final Workbenches workbenches;
  private final ModelRegistry registry;

  TrainRecommendationsJob(
      Lake lake, Warehouse warehouse, Workbenches workbenches, ModelRegistry registry) {
    this.lake = lake;
    this.warehouse = warehouse;
    this.workbenches = workbenches;
    this.registry = registry;
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
    List<String> said = new ArrayList<>();
    ProjectFailures failures =
        ProjectFailures.ofEach(
            run,
            warehouse.catalog().curatedProjects(),
            project -> {
              List<ItemProperty> items = workbenches.projects().items(project);
              if (!items.isEmpty()) {
                said.addAll(train(run, project, items, windowDays));
              }
            });
    run.say(String.join("; ", said));
    failures.throwIfAny();
  }

  private List<String> train(
      RunContext run, String project, List<ItemProperty> items, int windowDays)
      throws SQLException, IOException {
    Optional<CompleteDays> complete =
        CompleteDays.of(JdbcClient.create(warehouse.tables()), project);
    if (complete.isEmpty()) {
      return List.of(project + ": no day is complete yet");
    }
    LocalDate end = complete.get().end();
    LocalDate firstDay = complete.get().firstOfLast(RecommendationTraining.HISTORY_DAYS);
    CuratedData curated = new CuratedData(lake, warehouse.catalog().partitions(project));
    try (Workbench workbench = workbenches.open(run, project)) {
      ItemHistories histories =
          ItemHistories.read(
              workbench,
              curated,
              warehouse.tables(),
              workbenches.projects().timeZone(project),
              items,
              firstDay,
              end,
              end.minusDays(windowDays));
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
      return registry.refused(run, refused.missing());
    }
    Optional<RankingFigures> champion =
        registry
            .champion(run.project(), run.model(), RecommendationCard.class)
            .map(c -> training.measure(c.card().recipe()));
    RecommendationCard card =
        RecommendationCard.of(
            run.project(),
            registry.nextVersion(run.project(), run.model()),
            item.property(),
            item.events(),
            training.windowDays(),
            (Trained) outcome,
            champion);
    registry.learned(run, card, null);
    return card.verdict();
  }
}
