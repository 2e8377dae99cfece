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
import io.rivulet.models.churn.ChurnTuning;
import io.rivulet.models.churn.ChurnTuning.Tuned;
import io.rivulet.models.churn.Figures;
import io.rivulet.models.tuning.Setting;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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

  /** The name among settings of the one that tuning found. */
  private static final String TUNED = "tuned";

  private static final Logger log = LoggerFactory.getLogger(TrainChurnJob.class);

  private final Lake lake;
  private final Warehouse warehouse;
  private final Workbenches workbenches;
  private final ModelRegistry registry;
  private final TrialRegistry trials;

  TrainChurnJob(
      Lake lake,
      Warehouse warehouse,
      Workbenches workbenches,
      ModelRegistry registry,
      TrialRegistry trials) {
    this.lake = lake;
    this.warehouse = warehouse;
    this.workbenches = workbenches;
    this.registry = registry;
    this.trials = trials;
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
    List<Argument> own =
        List.of(
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
    return Stream.concat(own.stream(), TuningTerms.arguments().stream()).toList();
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
    Optional<TuningTerms> tuning = TuningTerms.of(run);
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
              said.add(project + ": " + train(run, project, task, leavingEvent, seed, tuning));
            });
    run.say(String.join("; ", said));
    failures.throwIfAny();
  }

  /** A run for all projects does not replace what somebody had one of them foretell. */
  private boolean foretellsOtherwise(
      String project, ChurnTask task, Optional<String> leavingEvent) {
    return registry
        .champion(project, MODEL, ChurnCard.class)
        .filter(champion -> !foretells(champion, task, leavingEvent))
        .isPresent();
  }

  private static boolean foretells(
      Champion<ChurnCard> champion, ChurnTask task, Optional<String> leavingEvent) {
    return champion.card().task().equals(task)
        && Optional.ofNullable(champion.card().leavingEvent()).equals(leavingEvent);
  }

  private String train(
      RunContext run,
      String project,
      ChurnTask task,
      Optional<String> leavingEvent,
      long seed,
      Optional<TuningTerms> terms)
      throws SQLException, IOException {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("window_days", task.windowDays());
    parameters.put("gap_days", task.gapDays());
    leavingEvent.ifPresent(event -> parameters.put("leaving_event", event));
    terms.ifPresent(
        tuning -> parameters.put("tuning", tuning.search().name().toLowerCase(Locale.ROOT)));
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
    LocalDate firstDay =
        complete
            .get()
            .firstOfLast(
                terms.isPresent()
                    ? ChurnTuning.historyDays(task)
                    : ChurnTraining.historyDays(task));
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
              leavingEvent.orElse(""),
              workbenches.projects().money(project));
      run.count(histories.days(), 0, 0);
      long persons = histories.persons();
      ChurnTraining training = new ChurnTraining(task, firstDay, end, persons, seed);
      ChurnTuning tuning = new ChurnTuning(task, firstDay, end, persons, seed);
      histories.forEach(
          person -> {
            training.add(person);
            if (terms.isPresent()) {
              tuning.add(person);
            }
          });
      run.checkStop();
      List<String> missing = training.missing();
      if (!missing.isEmpty()) {
        return registry.refused(modelRun, missing);
      }
      Optional<ChurnTuning.Outcome> tried = terms.map(t -> t.tune(tuning, seed, run::checkStop));
      Outcome outcome = training.train(settings(project, task, leavingEvent, tried));
      run.checkStop();
      if (outcome instanceof Refused refused) {
        return registry.refused(modelRun, refused.missing());
      }
      Trained trained = (Trained) outcome;
      ChurnCard card =
          ChurnCard.of(
              project,
              registry.nextVersion(project, MODEL),
              trained,
              leavingEvent.orElse(null),
              seed,
              champion(project, task, leavingEvent, training),
              terms.flatMap(t -> tried.flatMap(t::card)).orElse(null));
      registry.learned(modelRun, card, trained.model().bytes());
      if (tried.orElse(null) instanceof Tuned tuned) {
        trials.tried(modelRun, tuned.found().trials(), tuned.found().best());
      }
      return card.verdict() + tried.map(TuningTerms::words).orElse("");
    }
  }

  /**
   * By what to learn: what tuning found; else the presets, and what tuning found for the champion.
   */
  private Map<String, Setting> settings(
      String project,
      ChurnTask task,
      Optional<String> leavingEvent,
      Optional<ChurnTuning.Outcome> tried) {
    Optional<Setting> found = tried.flatMap(TuningTerms::best);
    if (found.isPresent()) {
      return Map.of(TUNED, found.get());
    }
    Map<String, Setting> settings = ChurnTraining.presets();
    registry
        .champion(project, MODEL, ChurnCard.class)
        .filter(champion -> foretells(champion, task, leavingEvent))
        .map(Champion::card)
        .filter(card -> !card.parameters().isEmpty())
        .ifPresent(card -> settings.put(TUNED, new Setting(card.learner(), card.parameters())));
    return settings;
  }

  /** The champion's figures on the later snapshot; empty where it foretells something else. */
  private Optional<Figures> champion(
      String project, ChurnTask task, Optional<String> leavingEvent, ChurnTraining training) {
    return registry
        .champion(project, MODEL, ChurnCard.class)
        .filter(champion -> foretells(champion, task, leavingEvent))
        .flatMap(champion -> model(project, champion))
        .map(training::measure);
  }

  private Optional<ChurnModel> model(String project, Champion<ChurnCard> champion) {
    try {
      return Optional.of(ChurnModel.of(registry.artifact(project, MODEL, champion)));
    } catch (IllegalArgumentException e) {
      log.warn("project {}: version {}: {}", project, champion.version(), e.getMessage());
      return Optional.empty();
    }
  }
}
