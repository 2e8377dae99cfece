package io.rivulet.models.churn;

import io.rivulet.models.activity.BgNbd;
import io.rivulet.models.classify.Calibration;
import io.rivulet.models.classify.Classifier;
import io.rivulet.models.classify.Learner;
import io.rivulet.models.person.Feature;
import io.rivulet.models.person.FeatureValues;
import io.rivulet.models.person.PersonHistory;
import io.rivulet.models.person.Snapshot;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells from a person's history how likely they are to leave. Made by {@link ChurnTraining}.
 *
 * @param typical values of the features of those who stayed, their medians: what reasons compare
 *     with
 */
public record ChurnModel(
    ChurnTask task,
    Learner learner,
    BgNbd activity,
    Classifier classifier,
    Calibration calibration,
    FeatureValues typical) {
  static final int MOST_REASONS = 3;

  /** In log-odds; less is no reason. */
  private static final double LEAST_EFFECT = 0.05;

  static final List<String> NAMES = Arrays.stream(Feature.values()).map(Feature::wireName).toList();

  /** How it is stored; names of the features say whether a later version still knows them all. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares what is stored
  private record Stored(
      List<String> features,
      ChurnTask task,
      Learner learner,
      BgNbd activity,
      byte[] classifier,
      Calibration calibration,
      FeatureValues typical) {}

  /**
   * One that {@link #bytes} wrote.
   *
   * @throws IllegalArgumentException when its features are not those of today
   */
  public static ChurnModel of(byte[] bytes) {
    Stored stored;
    try {
      stored = JsonMapper.shared().readValue(bytes, Stored.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("the model was stored by another version: train anew", e);
    }
    if (!stored.features().equals(NAMES)) {
      throw new IllegalArgumentException("the model was trained with other features: train anew");
    }
    return new ChurnModel(
        stored.task(),
        stored.learner(),
        stored.activity(),
        Classifier.of(NAMES, stored.classifier()),
        stored.calibration(),
        stored.typical());
  }

  /** To be stored. */
  public byte[] bytes() {
    return JsonMapper.shared()
        .writeValueAsBytes(
            new Stored(NAMES, task, learner, activity, classifier.bytes(), calibration, typical));
  }

  /** Empty for who was not active lately, or has left. */
  public Optional<ChurnScore> score(PersonHistory history, LocalDate asOf) {
    return task.snapshot(history, asOf)
        .map(
            snapshot -> {
              FeatureValues values = snapshot.values(activity, task.windowDays());
              double score = classifier.score(values.scaled());
              return new ChurnScore(
                  history.person(), calibration.probability(score), reasons(values, score), values);
            });
  }

  double probability(Snapshot snapshot) {
    return calibration.probability(
        classifier.score(snapshot.values(activity, task.windowDays()).scaled()));
  }

  /** The features that would make leaving less likely if they were as of those who stayed. */
  private List<String> reasons(FeatureValues values, double score) {
    Map<Feature, Double> effects = new EnumMap<>(Feature.class);
    for (Feature feature : Feature.values()) {
      double other = classifier.score(values.with(feature, typical.of(feature)).scaled());
      double effect =
          calibration.slope() * (Calibration.logOdds(score) - Calibration.logOdds(other));
      if (effect >= LEAST_EFFECT) {
        effects.put(feature, effect);
      }
    }
    return effects.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(MOST_REASONS)
        .map(e -> e.getKey().words(values.of(e.getKey())))
        .toList();
  }
}
