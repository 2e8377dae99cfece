package io.rivulet.etl.ownmodel;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.Dataset;
import io.rivulet.etl.engine.Engine;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.model.ModelParts;
import io.rivulet.etl.model.ModelRegistry.Champion;
import io.rivulet.etl.model.ModelRegistry.ModelRun;
import io.rivulet.etl.model.ScorePublication;
import io.rivulet.etl.ownmodel.Execution.End;
import io.rivulet.etl.ownmodel.Execution.Ended;
import io.rivulet.etl.ownmodel.Training.Objective;
import io.rivulet.etl.quality.QualityGate;
import io.rivulet.etl.run.RunContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * Has an owner's executable or image train on a project's data, by SageMaker's contract for
 * training containers, and takes its scores of persons over: all of them when it ends well and is
 * not worse than the champion, else none.
 */
final class TrainOwnJob extends OwnModelJob {
  private static final Logger log = LoggerFactory.getLogger(TrainOwnJob.class);

  /** What a program finds its interpreter by where the service has no path. */
  private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

  private final Training training;
  private final MeterRegistry metrics;

  TrainOwnJob(
      OwnModelFile file,
      Training training,
      Path folder,
      ModelParts parts,
      QualityGate quality,
      MeterRegistry metrics) {
    super(file, folder, parts, quality);
    this.training = training;
    this.metrics = metrics;
    // from 0 on: who watches them grow would not see the first one
    for (End end : End.values()) {
      var unused = trainings(end);
    }
  }

  private Counter trainings(End end) {
    return metrics.counter(
        "rivulet.own.model.trainings", "model", file.model(), "end", end.wireName());
  }

  @Override
  public void run(RunContext run) throws Exception {
    Map<String, String> hyperparameters = new TreeMap<>();
    training
        .hyperparameters()
        .forEach(
            (name, declared) ->
                hyperparameters.put(
                    name, declared.checked(name, run.argument(name).orElse(declared.preset()))));
    parts.forEachProject(run, project -> Optional.of(train(run, project, hyperparameters)));
  }

  private String train(RunContext run, String project, Map<String, String> hyperparameters)
      throws SQLException, IOException {
    int version = parts.registry().nextVersion(project, file.model());
    ScorePublication publication =
        ScorePublication.of(parts.warehouse(), name(), project, "version " + version);
    Path work = parts.workbenches().folder(run);
    try {
      OptMl optMl = OptMl.make(work.resolve("ml"), hyperparameters, training.channels());
      CuratedData curated = parts.curated(project);
      Map<String, Long> rows = write(run, project, curated, optMl);
      ModelRun modelRun = modelRun(run, project, curated, hyperparameters);
      run.checkStop();
      CapturedOutput output = new CapturedOutput(training.metrics());
      Optional<String> failure = failure(run, project, hyperparameters, optMl, output);
      if (failure.isEmpty()) {
        try {
          return take(run, publication, modelRun, version, rows, optMl, output);
        } catch (OwnScores.BadScoresException | QualityGate.QualityFailedException e) {
          failure = Optional.of(String.valueOf(e.getMessage()));
        }
      }
      String why = failure.orElseThrow();
      note(() -> parts.registry().failed(modelRun, why, output.metrics(), output.text()));
      run.checkStop();
      throw new IllegalStateException(why);
    } finally {
      remove(work);
    }
  }

  /** What cannot be removed, because the program took the right to, is at the next start. */
  private static void remove(Path work) {
    try {
      FileSystemUtils.deleteRecursively(work);
    } catch (IOException e) {
      log.warn("work folder {} cannot be removed: {}", work, e.getMessage());
    }
  }

  /** Writes the files of the channels; gives their rows. */
  private Map<String, Long> write(RunContext run, String project, CuratedData curated, OptMl optMl)
      throws SQLException, IOException {
    Map<String, Long> rows = new TreeMap<>();
    try (Workbench workbench = parts.workbenches().open(run, project)) {
      Queries all = Queries.over(workbench, project, curated, parts.warehouse().tables());
      for (Map.Entry<String, Channel> channel : training.channels().entrySet()) {
        Path written =
            workbench.folder().resolve("channel." + channel.getValue().format().ending());
        rows.put(channel.getKey(), table(all, channel));
        workbench.execute(
            "copy channel to "
                + Engine.literal(written.toString())
                + " ("
                + channel.getValue().format().options()
                + ")");
        workbench.execute("drop table channel");
        Files.move(written, optMl.file(channel.getKey(), channel.getValue()));
        run.count(rows.get(channel.getKey()), 0, 0);
      }
    }
    return rows;
  }

  private static long table(Queries queries, Map.Entry<String, Channel> channel)
      throws SQLException, IOException {
    try {
      return queries.table("channel", channel.getValue().query());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("channel " + channel.getKey() + ": " + e.getMessage(), e);
    }
  }

  private ModelRun modelRun(
      RunContext run, String project, CuratedData curated, Map<String, String> hyperparameters) {
    NavigableSet<LocalDate> days = curated.dates(Dataset.EVENTS);
    return new ModelRun(
        project,
        file.model(),
        run.runId(),
        new LinkedHashMap<>(hyperparameters),
        days.isEmpty() ? null : days.first(),
        days.isEmpty() ? null : days.last(),
        curated.newestPublication(),
        null);
  }

  /** Why it failed; empty where it did not. */
  private Optional<String> failure(
      RunContext run,
      String project,
      Map<String, String> hyperparameters,
      OptMl optMl,
      CapturedOutput output) {
    try {
      return execute(run, project, hyperparameters, optMl, output);
    } catch (IOException e) {
      return Optional.of("it cannot be executed: " + e.getMessage());
    }
  }

  private Optional<String> execute(
      RunContext run,
      String project,
      Map<String, String> hyperparameters,
      OptMl optMl,
      CapturedOutput output)
      throws IOException {
    String job = "rivulet-%s-%s-%d".formatted(file.model(), project, run.runId());
    Ended ended =
        training.image() == null
            ? local(job, hyperparameters, optMl).execute(run, output)
            : contained(new Container(job), job, hyperparameters, optMl, run, output);
    trainings(ended.end()).increment();
    metrics
        .counter("rivulet.own.model.lines.left.out", "model", file.model())
        .increment((double) output.leftOut());
    return switch (ended.end()) {
      case STOPPED -> Optional.of("it was to stop, and stopped");
      case KILLED ->
          Optional.of("it was to stop, did not within " + training.grace() + ", and was killed");
      case TOO_MUCH_WRITTEN ->
          Optional.of(
              "it wrote more than the " + training.diskMb() + " MiB of disk-mb, and was ended");
      case EXITED ->
          ended.exitCode() == 0
              ? Optional.empty()
              : Optional.of(
                  "exit code "
                      + ended.exitCode()
                      + optMl.failure().map(said -> ": " + said).orElse(""));
    };
  }

  private Execution local(String job, Map<String, String> hyperparameters, OptMl optMl)
      throws IOException {
    Path base = optMl.base().toRealPath();
    Map<String, String> environment =
        OptMl.variables(base, job, hyperparameters, training.channels());
    environment.put("PATH", Optional.ofNullable(System.getenv("PATH")).orElse(DEFAULT_PATH));
    environment.put("HOME", base.resolve("code").toString());
    environment.put("TMPDIR", Files.createDirectories(base.resolve("tmp")).toString());
    environment.put("LANG", "C.UTF-8");
    environment.putAll(training.environment());
    List<String> command = new ArrayList<>(training.executable());
    if (command.get(0).contains("/")) {
      command.set(0, folder.resolve(command.get(0)).toString());
    }
    command.add("train");
    return execution(command, environment, base);
  }

  private Ended contained(
      Container container,
      String job,
      Map<String, String> hyperparameters,
      OptMl optMl,
      RunContext run,
      CapturedOutput output)
      throws IOException {
    Map<String, String> variables =
        OptMl.variables(OptMl.IN_CONTAINER, job, hyperparameters, training.channels());
    variables.putAll(training.environment());
    Ended ended =
        execution(
                container.command(training, optMl.base(), variables),
                Container.environment(),
                optMl.base())
            .execute(run, output);
    if (ended.end() != End.EXITED) {
      container.remove();
    }
    return ended;
  }

  private Execution execution(List<String> command, Map<String, String> environment, Path base) {
    return new Execution(
        command, environment, folder, base, (long) training.diskMb() << 20, training.grace());
  }

  /** Takes over what it made; says what came of it. */
  private String take(
      RunContext run,
      ScorePublication publication,
      ModelRun modelRun,
      int version,
      Map<String, Long> rows,
      OptMl optMl,
      CapturedOutput output)
      throws SQLException, IOException {
    Path written =
        optMl
            .scores()
            .orElseThrow(
                () ->
                    new OwnScores.BadScoresException(
                        "output/data has neither scores.csv nor scores.parquet"));
    byte @Nullable [] model = ModelFiles.zipped(optMl.base().resolve("model")).orElse(null);
    String project = modelRun.project();
    Verdict verdict = verdict(project, output.metrics());
    try (Workbench workbench = parts.workbenches().open(run, project)) {
      Path scores = Files.move(written, workbench.folder().resolve(written.getFileName()));
      OwnScores told = OwnScores.read(workbench, scores);
      String said = verdict.words();
      if (verdict.isChampion()) {
        long published =
            told.publish(
                run, publication, quality, file.model(), version, modelRun.publicationId());
        run.count(0, published, 0);
        said += ", " + published(published, told.rows() - published);
      }
      OwnCard card =
          new OwnCard(
              project,
              file.model(),
              version,
              file.description(),
              training.image() == null ? String.join(" ", training.executable()) : training.image(),
              null,
              modelRun.parameters().entrySet().stream()
                  .collect(
                      TreeMap::new,
                      (m, e) -> m.put(e.getKey(), e.getValue().toString()),
                      TreeMap::putAll),
              rows,
              output.metrics(),
              training.objective(),
              told.rows(),
              model == null ? 0 : model.length,
              verdict.isChampion(),
              said);
      parts.registry().learned(modelRun, card, model, output.text());
      return said;
    }
  }

  /**
   * Whether a version takes over.
   *
   * @param words why, for people
   */
  private record Verdict(boolean isChampion, String words) {}

  private Verdict verdict(String project, Map<String, Double> told) {
    Objective objective = training.objective();
    if (objective == null) {
      return new Verdict(true, "champion: as the latest, since no objective is declared");
    }
    Double value = told.get(objective.metric());
    if (value == null) {
      throw new OwnScores.BadScoresException(
          "its output has no metric " + objective.metric() + ", by which versions compare");
    }
    Optional<Double> before =
        parts
            .registry()
            .champion(project, file.model(), OwnCard.class)
            .map(Champion::card)
            .map(card -> card.values().get(objective.metric()));
    boolean isChampion = before.isEmpty() || !objective.isWorse(value, before.get());
    return new Verdict(
        isChampion,
        (isChampion ? "champion: " : "not published: ")
            + objective.metric()
            + " "
            + value
            + before.map(than -> ", of the champion before " + than).orElse(""));
  }

  /** Notes something although this thread may be interrupted, because the run is to stop. */
  private static void note(Runnable what) {
    try {
      CompletableFuture.runAsync(what).join();
    } catch (CompletionException e) {
      log.warn("that a model failed cannot be noted", e);
    }
  }
}
