package io.rivulet.etl.ownmodel;

import io.rivulet.etl.job.TriggerEntry;
import io.rivulet.etl.run.Argument;
import io.rivulet.etl.trigger.Schedule;
import io.rivulet.event.project.StrictYaml;
import io.rivulet.event.project.StrictYaml.InvalidYamlException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A file that declares an owner's model, and with it the job that trains or asks it.
 *
 * @param model its name, by which {@code bi.own_scores} has its scores
 * @param project the only one that has it; null for all
 * @param train null where {@code onnx} is not
 * @param after jobs whose success in one chain of runs starts this one
 * @param cron as in the jobs file, likewise {@code every}, {@code timeZone}, {@code missed}
 */
record OwnModelFile(
    String model,
    String description,
    @Nullable String project,
    @Nullable Training train,
    @Nullable Onnx onnx,
    @Nullable List<String> after,
    @Nullable String cron,
    @Nullable ZoneId timeZone,
    @Nullable Duration every,
    Schedule.@Nullable Missed missed) {

  /** Of {@code ops.job}. */
  private static final int LONGEST_DESCRIPTION = 512;

  OwnModelFile {
    if (model == null || !model.matches("[a-z][a-z0-9_-]{0,39}")) {
      throw new IllegalArgumentException(
          "model must be a name of at most 40 of a-z, 0-9, _ and -, a letter first, not '"
              + model
              + "'");
    }
    description = Objects.requireNonNullElse(description, "");
    if (description.length() > LONGEST_DESCRIPTION || description.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "description must be at most " + LONGEST_DESCRIPTION + " characters");
    }
    if ((train == null) == (onnx == null)) {
      throw new IllegalArgumentException("a model has train or onnx, not both");
    }
    // checked here, where the message gets the line
    var unused = TriggerEntry.ofOwner(job(model, train), after, cron, timeZone, every, missed);
  }

  static OwnModelFile parse(String source, String text) throws InvalidYamlException {
    return StrictYaml.read("model " + source, text, OwnModelFile.class);
  }

  String job() {
    return job(model, train);
  }

  private static String job(String model, @Nullable Training train) {
    return (train == null ? "score-" : "train-") + model;
  }

  /** The arguments that runs take. */
  List<Argument> arguments() {
    List<Argument> arguments = new ArrayList<>();
    arguments.add(
        project == null ? Argument.project() : Argument.project().withPreset(project, true));
    if (train != null) {
      new TreeMap<>(train.hyperparameters())
          .forEach((name, hyperparameter) -> arguments.add(hyperparameter.argument(name)));
    }
    return arguments;
  }

  /** What starts the job, by the trigger's name; nothing when it runs on demand only. */
  Map<String, TriggerEntry> triggers() {
    return TriggerEntry.ofOwner(job(), after, cron, timeZone, every, missed);
  }
}
