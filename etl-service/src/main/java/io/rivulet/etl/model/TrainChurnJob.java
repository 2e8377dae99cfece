package io.rivulet.etl.model;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.model.ModelRegistry.Champion;
import io.rivulet.etl.model.ModelRegistry.ModelRun;
import io.rivulet.etl.run.Argument;
import io.rivulet.etl.run.Job;
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
import io.rivulet.models.tuning.Search;
import io.rivulet.models.tuning.Setting;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Learns who leaves a project, from the complete days of its curated events. The version becomes
 * champion, whose scores are published, when it finds leavers better than recency alone and not
 * worse than the champion does, both on the same later snapshot.
 */
public final class TrainChurnJob implements Job {
  static final String MODEL = "churn";

  /** The name among settings of the one that tuning found. */
  private static final String TUNED = "tuned";

  private final ModelParts parts;
  private final TrialRegistry trials;
  private final MeterRegistry metrics;

  /**
   * What a run has a model foretell.
   *
   * @param leavingEvent null where leaving is silence
   */
  private record Question(ChurnTask task, @Nullable String leavingEvent) {
    boolean isOf(Champion<ChurnCard> champion) {
      return champion.card().task().equals(task)
          && Objects.equals(champion.card().leavingEvent(), leavingEvent);
    }
  }

  TrainChurnJob(ModelParts parts, TrialRegistry trials, MeterRegistry metrics) {
    this.parts = parts;
    this.trials = trials;
    this.metrics = metrics;
    // from 0 on: who watches them grow would not see the first one
    for (Search.End end : Search.End.values()) {
      var unused = tunings(end);
    }
  }

  private Counter tunings(Search.End end) {
    return metrics.counter("rivulet.model.tunings", "end", end.name().toLowerCase(Locale.ROOT));
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
    Question question =
        new Question(
            new ChurnTask(
                Math.toIntExact(run.number("window_days").orElse(28L)),
                Math.toIntExact(run.number("gap_days").orElse(3L)),
                leavingEvent.isPresent()),
            leavingEvent.orElse(null));
    long seed = run.number("seed").orElse(1L);
    Optional<TuningTerms> tuning = TuningTerms.of(run);
    parts.forEachProject(
        run,
        project ->
            Optional.of(
                run.argument("project").isEmpty() && isAskedOtherwise(project, question)
                    ? "left alone, its champion foretells something else"
                    : train(run, project, question, seed, tuning)));
  }

  /** A run for all projects does not replace what somebody had one of them foretell. */
  private boolean isAskedOtherwise(String project, Question question) {
    return champion(project).filter(champion -> !question.isOf(champion)).isPresent();
  }

  private Optional<Champion<ChurnCard>> champion(String project) {
    return parts.registry().champion(project, MODEL, ChurnCard.class);
  }

  private String train(
      RunContext run, String project, Question question, long seed, Optional<TuningTerms> terms)
      throws SQLException, IOException {
    ChurnTask task = question.task();
    Optional<String> leavingEvent = Optional.ofNullable(question.leavingEvent());
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("window_days", task.windowDays());
    parameters.put("gap_days", task.gapDays());
    leavingEvent.ifPresent(event -> parameters.put("leaving_event", event));
    terms.ifPresent(
        tuning -> parameters.put("tuning", tuning.search().name().toLowerCase(Locale.ROOT)));
    Optional<CompleteDays> complete = parts.completeDays(project);
    CuratedData curated = parts.curated(project);
    @Nullable LocalDate firstDay =
        complete
            .map(
                days ->
                    days.firstOfLast(
                        terms.isPresent()
                            ? ChurnTuning.historyDays(task)
                            : ChurnTraining.historyDays(task)))
            .orElse(null);
    @Nullable LocalDate end = complete.map(CompleteDays::end).orElse(null);
    ModelRun modelRun =
        new ModelRun(
            project,
            MODEL,
            run.runId(),
            parameters,
            firstDay,
            end == null ? null : end.minusDays(1),
            curated.newestPublication(),
            seed);
    if (firstDay == null || end == null) {
      return parts.registry().refused(modelRun, List.of("no day is complete yet"));
    }
    try (Workbench workbench = parts.workbenches().open(run, project)) {
      Histories histories =
          parts.histories(
              workbench,
              project,
              curated,
              firstDay,
              end,
              leavingEvent.orElse(""),
              parts.workbenches().projects().money(project));
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
        return parts.registry().refused(modelRun, missing);
      }
      Optional<ChurnTuning.Outcome> tried = terms.map(t -> t.tune(tuning, seed, run::checkStop));
      Outcome outcome = training.train(settings(project, question, tried));
      run.checkStop();
      if (outcome instanceof Refused refused) {
        return parts.registry().refused(modelRun, refused.missing());
      }
      Trained trained = (Trained) outcome;
      ChurnCard card =
          ChurnCard.of(
              project,
              parts.registry().nextVersion(project, MODEL),
              trained,
              question.leavingEvent(),
              seed,
              championsFigures(project, question, training),
              terms.flatMap(t -> tried.flatMap(t::card)).orElse(null));
      parts.registry().learned(modelRun, card, trained.model().bytes());
      if (tried.orElse(null) instanceof Tuned tuned) {
        trials.tried(modelRun, tuned.found().trials(), tuned.found().best());
        tunings(tuned.found().end()).increment();
      }
      return card.verdict() + tried.map(TuningTerms::words).orElse("");
    }
  }

  /**
   * By what to learn: what tuning found; else the presets, and what tuning found for the champion.
   */
  private Map<String, Setting> settings(
      String project, Question question, Optional<ChurnTuning.Outcome> tried) {
    Optional<Setting> found = tried.flatMap(TuningTerms::best);
    if (found.isPresent()) {
      return Map.of(TUNED, found.get());
    }
    Map<String, Setting> settings = ChurnTraining.presets();
    champion(project)
        .filter(question::isOf)
        .map(Champion::card)
        .filter(card -> !card.parameters().isEmpty())
        .ifPresent(card -> settings.put(TUNED, new Setting(card.learner(), card.parameters())));
    return settings;
  }

  /** On the later snapshot; empty where the champion foretells something else. */
  private Optional<Figures> championsFigures(
      String project, Question question, ChurnTraining training) {
    return champion(project)
        .filter(question::isOf)
        .flatMap(champion -> parts.learned(project, MODEL, champion, ChurnModel::of))
        .map(training::measure);
  }
}
