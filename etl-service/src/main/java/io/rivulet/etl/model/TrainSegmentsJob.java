package io.rivulet.etl.model;

import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.model.ModelRegistry.Champion;
import io.rivulet.etl.model.ModelRegistry.ModelRun;
import io.rivulet.etl.run.Argument;
import io.rivulet.etl.run.Job;
import io.rivulet.etl.run.RunContext;
import io.rivulet.event.project.Money;
import io.rivulet.models.segment.SegmentModel;
import io.rivulet.models.segment.SegmentTraining;
import io.rivulet.models.segment.SegmentTraining.Outcome;
import io.rivulet.models.segment.SegmentTraining.Refused;
import io.rivulet.models.segment.SegmentTraining.Trained;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Learns what kinds of persons a project has, from the complete days of its curated events. The
 * version becomes champion; the champion's clusters stay in it where those found now tell kinds of
 * persons apart worse on the same later persons.
 */
public final class TrainSegmentsJob implements Job {
  static final String MODEL = "segments";

  private final ModelParts parts;

  TrainSegmentsJob(ModelParts parts) {
    this.parts = parts;
  }

  @Override
  public String name() {
    return "train-segments";
  }

  @Override
  public String description() {
    return "Learns from the last 90 days what kinds of persons there are.";
  }

  @Override
  public List<Argument> arguments() {
    return List.of(
        Argument.project(),
        new Argument("seed", Argument.Kind.NUMBER, "Of what is drawn by lot.", "1", false));
  }

  @Override
  public boolean isLong() {
    return true;
  }

  @Override
  public void run(RunContext run) throws Exception {
    long seed = run.number("seed").orElse(1L);
    parts.forEachProject(run, project -> Optional.of(train(run, project, seed)));
  }

  private String train(RunContext run, String project, long seed) throws SQLException, IOException {
    Money money = parts.workbenches().projects().money(project);
    Optional<CompleteDays> complete = parts.completeDays(project);
    CuratedData curated = parts.curated(project);
    @Nullable LocalDate firstDay =
        complete.map(days -> days.firstOfLast(SegmentTraining.HISTORY_DAYS)).orElse(null);
    @Nullable LocalDate end = complete.map(CompleteDays::end).orElse(null);
    ModelRun modelRun =
        new ModelRun(
            project,
            MODEL,
            run.runId(),
            Map.of("money_event", money.event(), "money_property", money.property()),
            firstDay,
            end == null ? null : end.minusDays(1),
            curated.newestPublication(),
            seed);
    if (firstDay == null || end == null) {
      return parts.registry().refused(modelRun, List.of("no day is complete yet"));
    }
    try (Workbench workbench = parts.workbenches().open(run, project)) {
      Histories histories = parts.histories(workbench, project, curated, firstDay, end, "", money);
      run.count(histories.days(), 0, 0);
      SegmentTraining training = new SegmentTraining(firstDay, end, histories.persons(), seed);
      histories.forEach(training::add);
      run.checkStop();
      Optional<Champion<SegmentCard>> champion =
          parts.registry().champion(project, MODEL, SegmentCard.class);
      Outcome outcome =
          training.train(
              champion
                  .flatMap(version -> parts.learned(project, MODEL, version, SegmentModel::of))
                  .orElse(null));
      run.checkStop();
      if (outcome instanceof Refused refused) {
        return parts.registry().refused(modelRun, refused.missing());
      }
      Trained trained = (Trained) outcome;
      SegmentCard card =
          SegmentCard.of(
              project, parts.registry().nextVersion(project, MODEL), trained, money, seed);
      parts.registry().learned(modelRun, card, trained.model().bytes());
      return card.verdict();
    }
  }
}
