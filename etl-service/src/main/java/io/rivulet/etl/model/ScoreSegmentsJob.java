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
import io.rivulet.models.segment.Cluster;
import io.rivulet.models.segment.SegmentModel;
import io.rivulet.models.segment.SegmentScore;
import io.rivulet.models.segment.Usage;
import java.io.IOException;
import java.sql.Date;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Replaces what {@code bi.user_segments} says of a project by what its champion says as of the last
 * complete day, and tells sizes and flows of the days that this version has not told of yet;
 * nothing to do where all of it is said already.
 */
public final class ScoreSegmentsJob implements Job {
  private static final String NAME = "score-segments";

  /** What the owner's rules judge before it is published. */
  private static final List<Staged> STAGED =
      List.of(
          new Staged("bi.user_segments", "user_segment"),
          new Staged("bi.segment_sizes", "segment_size"),
          new Staged("bi.segment_flows", "segment_flow"));

  private static final List<String> COLUMNS =
      List.of(
          "person_id",
          "recency_days",
          "active_days",
          "money",
          "recency_score",
          "frequency_score",
          "money_score",
          "segment",
          "cluster_number",
          "cluster");

  private final ModelParts parts;
  private final QualityGate quality;

  ScoreSegmentsJob(ModelParts parts, QualityGate quality) {
    this.parts = parts;
    this.quality = quality;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "Publishes what kind of person each is, once for each day that is complete.";
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
    Optional<Champion<SegmentCard>> champion =
        parts.registry().champion(project, TrainSegmentsJob.MODEL, SegmentCard.class);
    Optional<CompleteDays> complete = parts.completeDays(project);
    if (champion.isEmpty() || complete.isEmpty()) {
      return Optional.empty();
    }
    int version = champion.get().version();
    LocalDate asOf = complete.get().end();
    String published = "version " + version + " as of " + asOf;
    ScorePublication publication = ScorePublication.of(parts.warehouse(), NAME, project, published);
    if (publication.isDone()) {
      return Optional.empty();
    }
    SegmentModel model;
    try {
      model =
          SegmentModel.of(
              parts.registry().artifact(project, TrainSegmentsJob.MODEL, champion.get()));
    } catch (IllegalArgumentException e) {
      // of other features than this version's: the next training replaces it
      return Optional.of("version " + version + ": " + e.getMessage());
    }
    SegmentCounts counts =
        new SegmentCounts(model, untold(project, version, asOf), complete.get().firstDay());
    LocalDate firstDay =
        complete
            .get()
            .notBeforeFirst(
                counts.firstLooked(asOf.minusDays(1)).minusDays(Usage.OBSERVED_DAYS - 1L));
    CuratedData curated = parts.curated(project);
    try (Workbench workbench = parts.workbenches().open(run, project)) {
      Histories histories =
          parts.histories(
              workbench, project, curated, firstDay, asOf, "", champion.get().card().money());
      SeenFeatures seen = new SeenFeatures();
      stage(workbench, model, histories, asOf, counts, seen, version);
      quality.check(NAME, run.runId(), project, workbench, STAGED);
      run.checkStop();
      long persons = workbench.number("select count(*) from user_segment");
      publication.publish(
          run,
          workbench,
          "user_segment",
          others -> {
            others.replaceDates(workbench, "segment_size", "segment_size", "day", counts.days());
            others.replaceDates(workbench, "segment_flow", "segment_flow", "to_day", counts.days());
          },
          curated.newestPublication());
      run.count(histories.days(), persons, 0);

      Map<String, Double> drift = seen.drift(champion.get().card().drift());
      String message = SeenFeatures.message(published, persons, drift);
      parts
          .registry()
          .scored(
              ModelRun.ofScores(
                  project,
                  TrainSegmentsJob.MODEL,
                  run.runId(),
                  version,
                  firstDay,
                  asOf,
                  curated.newestPublication()),
              message,
              drift);
      return Optional.of(message);
    }
  }

  /** The latest days of which this version has not told sizes and flows. */
  private List<LocalDate> untold(String project, int version, LocalDate asOf) {
    Set<LocalDate> told =
        new HashSet<>(
            JdbcClient.create(parts.warehouse().tables())
                .sql(
                    "select distinct day from segment_size where project = ? and model_version = ?")
                .params(project, version)
                .query(LocalDate.class)
                .list());
    return asOf.minusDays(SegmentCounts.TOLD_DAYS)
        .datesUntil(asOf)
        .filter(day -> !told.contains(day))
        .toList();
  }

  /** Makes the relations that are published. */
  private static void stage(
      Workbench workbench,
      SegmentModel model,
      Histories histories,
      LocalDate asOf,
      SegmentCounts counts,
      SeenFeatures seen,
      int version)
      throws IOException {
    try (var rows = new ScorePublication.Rows(workbench, "segmented")) {
      histories.forEach(
          person -> {
            Optional<SegmentScore> score = model.score(person, asOf);
            score.ifPresent(
                now -> {
                  rows.add(texts(now));
                  seen.add(now.values());
                });
            counts.add(person, asOf, score);
          });
      workbench.tableOfTexts("segmented", COLUMNS, rows.done());
    }
    workbench.tableOf(
        "counted_segment",
        "day date, scheme string, segment string, number integer, persons bigint",
        counts.sizes());
    workbench.tableOf(
        "counted_flow",
        "from_day date, to_day date, scheme string, from_segment string, to_segment string,"
            + " persons bigint",
        counts.flows());
    workbench.tableOf(
        "segment_version",
        "model_version integer, as_of date, scored_at string",
        List.of(List.of(version, Date.valueOf(asOf), ScorePublication.scoredAt())));
    workbench.table("model", "user_segment");
    workbench.table("model", "segment_size");
    workbench.table("model", "segment_flow");
  }

  private static Stream<String> texts(SegmentScore score) {
    Optional<Cluster> cluster = score.cluster();
    boolean hasMoney = score.rfm().money() != null;
    return Stream.of(
        score.person(),
        Integer.toString(score.usage().recencyDays()),
        Integer.toString(score.usage().activeDays()),
        hasMoney ? Double.toString(score.usage().money()) : "",
        Integer.toString(score.rfm().recency()),
        Integer.toString(score.rfm().frequency()),
        hasMoney ? String.valueOf(score.rfm().money()) : "",
        score.rfm().segment().title(),
        cluster.map(c -> Integer.toString(c.number())).orElse(""),
        cluster.map(Cluster::name).orElse(""));
  }
}
