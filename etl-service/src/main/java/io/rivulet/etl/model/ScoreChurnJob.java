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
import io.rivulet.models.churn.ChurnModel;
import io.rivulet.models.churn.ChurnScore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Replaces what {@code bi.churn_scores} says of a project by what its champion says as of the last
 * complete day; nothing to do where it says so already.
 */
public final class ScoreChurnJob implements Job {
  private static final String NAME = "score-churn";

  /** What the owner's rules judge before it is published. */
  private static final List<Staged> STAGED = List.of(new Staged("bi.churn_scores", "churn_score"));

  private static final List<String> COLUMNS =
      List.of("person_id", "probability", "reason_1", "reason_2", "reason_3");

  private final ModelParts parts;
  private final QualityGate quality;

  ScoreChurnJob(ModelParts parts, QualityGate quality) {
    this.parts = parts;
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
    parts.forEachProject(run, project -> Publication.untilNotOvertaken(() -> score(run, project)));
  }

  /** What was published; empty where nothing was to be. */
  private Optional<String> score(RunContext run, String project) throws SQLException, IOException {
    Optional<Champion<ChurnCard>> champion =
        parts.registry().champion(project, TrainChurnJob.MODEL, ChurnCard.class);
    Optional<CompleteDays> complete = parts.completeDays(project);
    if (champion.isEmpty() || complete.isEmpty()) {
      return Optional.empty();
    }
    ChurnCard card = champion.get().card();
    LocalDate asOf = complete.get().end();
    String published = "version " + champion.get().version() + " as of " + asOf;
    ScorePublication publication = ScorePublication.of(parts.warehouse(), NAME, project, published);
    if (publication.isDone()) {
      return Optional.empty();
    }
    ChurnModel model;
    try {
      model =
          ChurnModel.of(parts.registry().artifact(project, TrainChurnJob.MODEL, champion.get()));
    } catch (IllegalArgumentException e) {
      // of other features than this version's: the next training replaces it
      return Optional.of("version " + champion.get().version() + ": " + e.getMessage());
    }
    LocalDate firstDay = complete.get().firstOfLast(card.task().observedDays());
    CuratedData curated = parts.curated(project);
    try (Workbench workbench = parts.workbenches().open(run, project)) {
      Histories histories =
          parts.histories(
              workbench,
              project,
              curated,
              firstDay,
              asOf,
              Optional.ofNullable(card.leavingEvent()).orElse(""),
              parts.workbenches().projects().money(project));
      SeenFeatures seen = new SeenFeatures();
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
                  ScorePublication.scoredAt())));
      workbench.table("model", "churn_score");
      quality.check(NAME, run.runId(), project, workbench, STAGED);
      run.checkStop();
      long persons = workbench.number("select count(*) from churn_score");
      publication.publish(run, workbench, "churn_score", List.of(), curated.newestPublication());
      run.count(histories.days(), persons, 0);

      Map<String, Double> drift = seen.drift(card.drift());
      String message = SeenFeatures.message(published, persons, drift);
      parts
          .registry()
          .scored(
              ModelRun.ofScores(
                  project,
                  TrainChurnJob.MODEL,
                  run.runId(),
                  champion.get().version(),
                  firstDay,
                  asOf,
                  curated.newestPublication()),
              message,
              drift);
      return Optional.of(message);
    }
  }

  private static Path scores(
      Workbench workbench, ChurnModel model, Histories histories, LocalDate asOf, SeenFeatures seen)
      throws IOException {
    try (ScorePublication.Rows rows = new ScorePublication.Rows(workbench, "scored")) {
      histories.forEach(
          person ->
              model
                  .score(person, asOf)
                  .ifPresent(
                      score -> {
                        rows.add(texts(score));
                        seen.add(score.values());
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
}
