package io.rivulet.etl.model;

import io.rivulet.etl.Workbenches;
import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.lake.Lake;
import io.rivulet.etl.model.ModelRegistry.Champion;
import io.rivulet.etl.model.ModelRegistry.ModelRun;
import io.rivulet.etl.quality.QualityGate;
import io.rivulet.etl.quality.QualityGate.Staged;
import io.rivulet.etl.run.Job;
import io.rivulet.etl.run.RunContext;
import io.rivulet.models.churn.ChurnModel;
import io.rivulet.models.churn.ChurnScore;
import io.rivulet.models.churn.Feature;
import io.rivulet.models.churn.FeatureValues;
import io.rivulet.models.metric.Drift;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Replaces what {@code bi.churn_scores} says of a project by what its champion says as of the last
 * complete day; nothing to do where it says so already.
 */
public final class ScoreChurnJob implements Job {
  private static final String NAME = "score-churn";

  /** Persons by whom drift is watched; more would change it little. */
  private static final int DRIFT_PERSONS = 20_000;

  /** What the owner's rules judge before it is published. */
  private static final List<Staged> STAGED = List.of(new Staged("bi.churn_scores", "churn_score"));

  private static final List<String> COLUMNS =
      List.of("person_id", "probability", "reason_1", "reason_2", "reason_3");

  private final Lake lake;
  private final Warehouse warehouse;
  private final Workbenches workbenches;
  private final ModelRegistry registry;
  private final QualityGate quality;

  ScoreChurnJob(
      Lake lake,
      Warehouse warehouse,
      Workbenches workbenches,
      ModelRegistry registry,
      QualityGate quality) {
    this.lake = lake;
    this.warehouse = warehouse;
    this.workbenches = workbenches;
    this.registry = registry;
    this.quality = quality;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "Publishes how likely each person is to leave, once for each day that is complete.";
  }

  @Override
  public boolean isLong() {
    return true;
  }

  @Override
  public void run(RunContext run) throws Exception {
    ScorePublication.ofEach(run, warehouse, project -> score(run, project));
  }

  /** What was published; empty where nothing was to be. */
  private Optional<String> score(RunContext run, String project) throws SQLException, IOException {
    Optional<Champion<ModelCard>> champion =
        registry.champion(project, TrainChurnJob.MODEL, ModelCard.class);
    Optional<CompleteDays> complete =
        CompleteDays.of(JdbcClient.create(warehouse.tables()), project);
    if (champion.isEmpty() || complete.isEmpty()) {
      return Optional.empty();
    }
    ModelCard card = champion.get().card();
    LocalDate asOf = complete.get().end();
    String published = "version " + champion.get().version() + " as of " + asOf;
    ScorePublication publication = ScorePublication.of(warehouse, NAME, project, published);
    if (publication.isDone()) {
      return Optional.empty();
    }
    ChurnModel model;
    try {
      model = ChurnModel.of(registry.artifact(project, TrainChurnJob.MODEL, champion.get()));
    } catch (IllegalArgumentException e) {
      // of other features than this version's: the next training replaces it
      return Optional.of("version " + champion.get().version() + ": " + e.getMessage());
    }
    LocalDate firstDay = complete.get().firstOfLast(card.task().observedDays());
    CuratedData curated = new CuratedData(lake, warehouse.catalog().partitions(project));
    try (Workbench workbench = workbenches.open(run, project)) {
      Histories histories =
          Histories.read(
              workbench,
              curated,
              warehouse.tables(),
              workbenches.projects().timeZone(project),
              firstDay,
              asOf,
              Optional.ofNullable(card.leavingEvent()).orElse(""));
      List<FeatureValues> seen = new ArrayList<>();
      workbench.tableOfTexts("scored", COLUMNS, scores(workbench, model, histories, asOf, seen));
      workbench.tableOf(
          "score_version",
          "model_version integer, as_of date, window_days integer, gap_days integer,"
              + " scored_at string",
          List.of(
              List.of(
                  champion.get().version(),
                  Date.valueOf(asOf),
                  card.task().windowDays(),
                  card.task().gapDays(),
                  LocalDateTime.ofInstant(Instant.now(), ZoneOffset.UTC).toString())));
      workbench.table("model", "churn_score");
      quality.check(NAME, run.runId(), project, workbench, STAGED);
      run.checkStop();
      long persons = workbench.number("select count(*) from churn_score");
      publication.publish(run, workbench, "churn_score", List.of(), curated.newestPublication());
      run.count(histories.days(), persons, 0);

      Map<String, Double> drift = drift(card, seen);
      String message = message(published, persons, drift);
      registry.scored(
          new ModelRun(
              project,
              TrainChurnJob.MODEL,
              run.runId(),
              Map.of("version", champion.get().version(), "as_of", asOf.toString()),
              firstDay,
              asOf.minusDays(1),
              curated.newestPublication(),
              null),
          message,
          drift);
      return Optional.of(message);
    }
  }

  private static Path scores(
      Workbench workbench,
      ChurnModel model,
      Histories histories,
      LocalDate asOf,
      List<FeatureValues> seen)
      throws IOException {
    try (ScorePublication.Rows rows = new ScorePublication.Rows(workbench, "scored")) {
      histories.forEach(
          person ->
              model
                  .score(person, asOf)
                  .ifPresent(
                      score -> {
                        rows.add(texts(score));
                        if (seen.size() < DRIFT_PERSONS) {
                          seen.add(score.values());
                        }
                      }));
      return rows.done();
    }
  }

  private static Stream<String> texts(ChurnScore score) {
    return Stream.of(
            Stream.of(score.person(), Double.toString(score.probability())),
            score.reasons().stream(),
            Stream.generate(() -> "").limit(3 - score.reasons().size()))
        .flatMap(texts -> texts);
  }

  private static Map<String, Double> drift(ModelCard card, List<FeatureValues> seen) {
    Map<String, Double> drift = new TreeMap<>();
    for (Feature feature : Feature.values()) {
      Drift lay = card.drift().get(feature.wireName());
      if (lay != null && !seen.isEmpty()) {
        drift.put(
            feature.wireName(), lay.psi(seen.stream().mapToDouble(v -> v.of(feature)).toArray()));
      }
    }
    return drift;
  }

  private static String message(String published, long persons, Map<String, Double> drift) {
    String changed =
        drift.entrySet().stream()
            .filter(e -> e.getValue() > Drift.CHANGED)
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
    return published
        + ", "
        + persons
        + " persons"
        + (changed.isEmpty() ? "" : "; changed since it learned: " + changed);
  }
}
