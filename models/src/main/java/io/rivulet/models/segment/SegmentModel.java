package io.rivulet.models.segment;

import io.rivulet.models.person.Feature;
import io.rivulet.models.person.PersonHistory;
import io.rivulet.models.person.Snapshot;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Tells from a person's history what kind of person they are. Made by {@link SegmentTraining}. */
public record SegmentModel(Rfm rfm, Clusters clusters) {
  private static final List<String> FEATURES =
      Trait.FEATURES.stream().map(Feature::wireName).toList();

  /** How it is stored; names of the features say whether a later version still knows them all. */
  private record Stored(List<String> features, Rfm rfm, Clusters clusters) {}

  /**
   * One that {@link #bytes} wrote.
   *
   * @throws IllegalArgumentException when its features are not those of today
   */
  public static SegmentModel of(byte[] bytes) {
    try {
      Stored stored = JsonMapper.shared().readValue(bytes, Stored.class);
      if (!stored.features().equals(FEATURES)) {
        throw new IllegalArgumentException("the model was trained with other features: train anew");
      }
      return new SegmentModel(stored.rfm(), stored.clusters());
    } catch (JacksonException e) {
      throw new IllegalArgumentException("the model was stored by another version: train anew", e);
    }
  }

  /** To be stored. */
  public byte[] bytes() {
    return JsonMapper.shared().writeValueAsBytes(new Stored(FEATURES, rfm, clusters));
  }

  /** Empty for who was not active in the {@value Usage#OBSERVED_DAYS} days before. */
  public Optional<SegmentScore> score(PersonHistory history, LocalDate asOf) {
    return Snapshot.of(history, asOf, Usage.OBSERVED_DAYS)
        .map(
            snapshot -> {
              Usage usage = Usage.of(history, asOf).orElseThrow();
              return new SegmentScore(
                  history.person(),
                  usage,
                  rfm.scores(usage),
                  clusters.of(snapshot.seen()),
                  snapshot.seen());
            });
  }
}
