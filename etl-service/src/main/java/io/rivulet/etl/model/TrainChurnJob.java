package io.rivulet.etl.model;

import io.rivulet.etl.Workbenches;
import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.lake.Lake;
import io.rivulet.etl.model.ModelRegistry.Champion;
import io.rivulet.etl.model.ModelRegistry.ModelRun;
import io.rivulet.etl.run.Argument;
import io.rivulet.etl.run.Job;
import io.rivulet.etl.run.ProjectFailures;
import io.rivulet.etl.run.RunContext;
import io.rivulet.models.churn.ChurnModel;
import io.rivulet.models.churn.ChurnTask;
import io.rivulet.models.churn.ChurnTraining;
import io.rivulet.models.churn.ChurnTraining.Outcome;
import io.rivulet.models.churn.ChurnTraining.Refused;
import io.rivulet.models.churn.ChurnTraining.Trained;
import io.rivulet.models.churn.Figures;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Learns who leaves a project, from the complete days of its curated events. The version becomes
 * champion, whose scores are published, when it finds leavers better than recency alone and not
 * worse than the champion does, both on the same later snapshot.
 */
public final class TrainChurnJob implements Job {
  static final String MODEL = "churn";
  private static final Logger log = LoggerFactory.getLogger(TrainChurnJob.class);

  private final Lake lake;
  private final Warehouse warehouse;
  private final Workbenches workbenches;
  private final ModelRegistry registry;

  TrainChurnJob(Lake lake, Warehouse warehouse, Workbenches workbenches, ModelRegistry registry) {
    this.lake = lake;
    this.warehouse = warehouse;
    this.workbenches = workbenches;
    this.registry = registry;
  }

  @Override
  public String name() {
    return "train-churn";
  }

  @Override
  public String description() {
    return "Learns from the past who is about to leave.";
  }

  @Override
  public List<Argument> arguments() {
    return List.of(
        Argument.project(),
        new Argument(
            "leaving_event",
            Argument.Kind.TEXT,
            "The event by which persons leave, such as Subscription Cancelled; silence when absent."),
        new Argument(
            "window_days",
            Argument.Kind.NUMBER,
            "Days in which a person leaves or does not.",
            "28",
            false),
        new Argument(
            "gap_days",
            Argument.Kind.NUMBER,
            "Days before the window, to do something.",
            "3",
            false),
        new Argument("seed", Argument.Kind.NUMBER, "Of what is drawn by lot.", "1", false));
  }

  @Override
  public boolean isLong() {
    return true;
  }

  @Override
  public void run(RunContext run) throws Exception {
    Optional<String> leavingEvent = run.argument("leaving_event");
    ChurnTask task =
        new ChurnTask(
            Math.toIntExact(run.number("window_days").orElse(28L)),
            Math.toIntExact(run.number("gap_days").orElse(3L)),
            leavingEvent.isPresent());
    long seed = run.number("seed").orElse(1L);
    List<String> said = new ArrayList<>();
    ProjectFailures failures =
        ProjectFailures.ofEach(
            run,
            warehouse.catalog().curatedProjects(),
            project -> {
              run.checkStop();
              if (run.argument("project").isEmpty()
                  && foretellsOtherwise(project, task, leavingEvent)) {
                said.add(project + ": left alone, its champion foretells something else");
                return;
              }
              said.add(project + ": " + train(run, project, task, leavingEvent, seed));
            });
    run.say(String.join("; ", said));
    failures.throwIfAny();
  }

  /** A run for all projects does not replace what somebody had one of them foretell. */
  private boolean foretellsOtherwise(
      String project, ChurnTask task, Optional<String> leavingEvent) {
    return registry
        .champion(project, MODEL, ModelCard.class)
        .filter(champion -> !foretells(champion, task, leavingEvent))
        .isPresent();
  }

  private static boolean foretells(
      Champion<ModelCard> champion, ChurnTask task, Optional<String> leavingEvent) {
    return champion.card().task().equals(task)
        && Optional.ofNullable(champion.card().leavingEvent()).equals(leavingEvent);
  }

  private String train(
      RunContext run, String project, ChurnTask task, Optional<String> leavingEvent, long seed)
      throws SQLException, IOException {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("window_days", task.windowDays());
    parameters.put("gap_days", task.gapDays());
    leavingEvent.ifPresent(event -> parameters.put("leaving_event", event));
    Optional<CompleteDays> complete =
        CompleteDays.of(JdbcClient.create(warehouse.tables()), project);
    CuratedData curated = new CuratedData(lake, warehouse.catalog().partitions(project));
    if (complete.isEmpty()) {
      return registry.refused(
          new ModelRun(
              project,
              MODEL,
              run.runId(),
              parameters,
              null,
              null,
              curated.newestPublication(),
              seed),
          List.of("no day is complete yet"));
    }
    LocalDate end = complete.get().end();
    LocalDate firstDay = complete.get().firstOfLast(ChurnTraining.historyDays(task));
    ModelRun modelRun =
        new ModelRun(
            project,
            MODEL,
            run.runId(),
            parameters,
            firstDay,
            end.minusDays(1),
            curated.newestPublication(),
            seed);
    try (Workbench workbench = workbenches.open(run, project)) {
      Histories histories =
          Histories.read(
              workbench,
              curated,
              warehouse.tables(),
              workbenches.projects().timeZone(project),
              firstDay,
              end,
              leavingEvent.orElse(""));
      run.count(histories.days(), 0, 0);
      ChurnTraining training = new ChurnTraining(task, firstDay, end, histories.persons(), seed);
      histories.forEach(training::add);
      run.checkStop();
      Outcome outcome = training.train();
      run.checkStop();
      if (outcome instanceof Refused refused) {
        return registry.refused(modelRun, refused.missing());
      }
      Trained trained = (Trained) outcome;
      ModelCard card =
          ModelCard.of(
              project,
              registry.nextVersion(project, MODEL),
              trained,
              leavingEvent.orElse(null),
              seed,
              champion(project, task, leavingEvent, training));
      registry.learned(modelRun, card, trained.model().bytes());
      return card.verdict();
    }
  }

  /** The champion's figures on the later snapshot; empty where it foretells something else. */
  private Optional<Figures> champion(
      String project, ChurnTask task, Optional<String> leavingEvent, ChurnTraining training) {
    return registry
        .champion(project, MODEL, ModelCard.class)
        .filter(champion -> foretells(champion, task, leavingEvent))
        .flatMap(champion -> model(project, champion))
        .map(training::measure);
  }

  private Optional<ChurnModel> model(String project, Champion<ModelCard> champion) {
    try {
      return Optional.of(ChurnModel.of(registry.artifact(project, MODEL, champion)));
    } catch (IllegalArgumentException e) {
      log.warn("project {}: version {}: {}", project, champion.version(), e.getMessage());
      return Optional.empty();
    }
  }
}
