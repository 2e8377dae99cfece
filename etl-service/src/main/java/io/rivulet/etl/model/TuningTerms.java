package io.rivulet.etl.model;

import io.rivulet.etl.run.Argument;
import io.rivulet.etl.run.RunContext;
import io.rivulet.event.project.StrictYaml;
import io.rivulet.event.project.StrictYaml.InvalidYamlException;
import io.rivulet.models.churn.ChurnTuning;
import io.rivulet.models.churn.ChurnTuning.Refused;
import io.rivulet.models.churn.ChurnTuning.Tuned;
import io.rivulet.models.classify.Learner;
import io.rivulet.models.tuning.Budget;
import io.rivulet.models.tuning.Search;
import io.rivulet.models.tuning.Search.Found;
import io.rivulet.models.tuning.SearchSpace;
import io.rivulet.models.tuning.Setting;
import io.rivulet.models.tuning.Trial;
import io.rivulet.models.tuning.Values;
import io.rivulet.models.tuning.Values.Choice;
import io.rivulet.models.tuning.Values.Range;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** How a run is to look for settings of learners, as its arguments say. */
record TuningTerms(Search search, SearchSpace space, Budget budget) {
  private static final String TUNING = "tuning";
  private static final String TRIALS = "trials";
  private static final String MINUTES = "tuning_minutes";
  private static final String PATIENCE = "patience";
  private static final String SPACE = "search_space";

  private static final long PRESET_TRIALS = 20;
  private static final long PRESET_MINUTES = 30;

  private static final Pattern RANGE =
      Pattern.compile("(-?[0-9.eE+-]+?)\\.\\.(-?[0-9.eE+-]+)( log)?");

  /** What a run may name. */
  static List<Argument> arguments() {
    return List.of(
        new Argument(
            TUNING,
            Argument.Kind.TEXT,
            "Looks for better settings of the learners first: grid, random or halving; not at all when absent."),
        new Argument(
            TRIALS,
            Argument.Kind.NUMBER,
            "Settings that tuning tries at most, 1 to " + Budget.MOST_TRIALS + ".",
            Long.toString(PRESET_TRIALS),
            false),
        new Argument(
            MINUTES,
            Argument.Kind.NUMBER,
            "Minutes after which tuning begins no further trial, of each project.",
            Long.toString(PRESET_MINUTES),
            false),
        new Argument(
            PATIENCE,
            Argument.Kind.NUMBER,
            "Trials in a row that find nothing better, after which grid and random end; any number when absent."),
        new Argument(
            SPACE,
            Argument.Kind.TEXT,
            "YAML: of each learner the values of its parameters to try, such as"
                + " {boosted_trees: {trees: [50, 100], depth: 2..4}}; shipped ones when absent."));
  }

  /**
   * Empty where the run is not to tune.
   *
   * @throws IllegalArgumentException when an argument says something that cannot be
   */
  static Optional<TuningTerms> of(RunContext run) {
    return run.argument(TUNING)
        .map(
            search ->
                new TuningTerms(
                    Search.named(search),
                    run.argument(SPACE).map(TuningTerms::space).orElse(ChurnTuning.PRESET),
                    new Budget(
                        Math.toIntExact(run.number(TRIALS).orElse(PRESET_TRIALS)),
                        Duration.ofMinutes(run.number(MINUTES).orElse(PRESET_MINUTES)),
                        Math.toIntExact(run.number(PATIENCE).orElse(0L)))));
  }

  /** Tries settings on who was added. */
  ChurnTuning.Outcome tune(ChurnTuning tuning, long seed, Runnable check) {
    return tuning.tune(search, space, budget, seed, InstantSource.system(), check);
  }

  /** What was found; empty where nothing was. */
  static Optional<Setting> best(ChurnTuning.Outcome outcome) {
    return outcome instanceof Tuned tuned
        ? tuned.found().best().map(Trial::setting)
        : Optional.empty();
  }

  /** What a card says of it; empty where nothing was found. */
  Optional<ChurnCard.Tuning> card(ChurnTuning.Outcome outcome) {
    return outcome instanceof Tuned tuned
        ? tuned
            .found()
            .best()
            .map(
                best ->
                    new ChurnCard.Tuning(
                        search.name().toLowerCase(Locale.ROOT),
                        tuned.found().trials().size(),
                        best.number(),
                        tuned.comparedAsOf(),
                        best.score()))
        : Optional.empty();
  }

  /** What people read of it, after what came of the training. */
  static String words(ChurnTuning.Outcome outcome) {
    if (outcome instanceof Refused refused) {
      return "; not tuned, for of what lies before the days it is measured on "
          + String.join(", ", refused.missing());
    }
    Found found = ((Tuned) outcome).found();
    String ended =
        switch (found.end()) {
          case ALL_TRIED -> "";
          case OUT_OF_TIME -> ", its time was over";
          case NOTHING_BETTER -> ", the last found nothing better";
        };
    return "; tuned by %d trials%s%s"
        .formatted(
            found.trials().size(),
            ended,
            found.best().isPresent() ? "" : ", all of which failed: learned with presets");
  }

  static SearchSpace space(String yaml) {
    try {
      Map<String, Map<String, Values>> learners = new TreeMap<>();
      StrictYaml.read(SPACE, yaml, JsonNode.class)
          .forEachEntry(
              (learner, parameters) -> learners.put(learner, values(learner, parameters)));
      return new SearchSpace(learners);
    } catch (InvalidYamlException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static Map<String, Values> values(String name, JsonNode parameters) {
    Learner learner = Learner.named(name);
    Map<String, Values> values = new TreeMap<>();
    parameters.forEachEntry(
        (parameter, declared) -> {
          Values of = values(parameter, declared, learner.parameter(parameter).isWhole());
          of.ends().forEach(value -> learner.check(parameter, value));
          if (of instanceof Choice choice) {
            choice.values().forEach(value -> learner.check(parameter, value));
          }
          values.put(parameter, of);
        });
    return values;
  }

  /** A number, a list of them, or a range such as {@code 0.01..1 log}. */
  private static Values values(String parameter, JsonNode declared, boolean isWhole) {
    if (declared.isNumber()) {
      return new Choice(List.of(declared.doubleValue()));
    }
    if (declared.isArray() && declared.valueStream().allMatch(JsonNode::isNumber)) {
      return new Choice(declared.valueStream().map(JsonNode::doubleValue).toList());
    }
    Matcher range = RANGE.matcher(declared.isString() ? declared.stringValue() : "");
    if (range.matches()) {
      try {
        return new Range(
            Double.parseDouble(range.group(1)),
            Double.parseDouble(range.group(2)),
            range.group(3) != null,
            isWhole);
      } catch (NumberFormatException e) {
        // said below
      }
    }
    throw new IllegalArgumentException(
        "%s: parameter %s takes a number, a list of numbers or a range such as 0.01..1 log, not %s"
            .formatted(SPACE, parameter, declared));
  }
}
