package io.rivulet.models.segment;

import io.rivulet.models.metric.Drift;
import io.rivulet.models.person.Feature;
import io.rivulet.models.person.FeatureValues;
import io.rivulet.models.person.PersonHistory;
import io.rivulet.models.person.Snapshot;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Learns fifths and clusters from persons as they were a week ago, and measures the clusters on
 * those of today. Not for several threads.
 */
public final class SegmentTraining {
  /** More persons than these are sampled, for what they would add is little. */
  public static final int MOST_PERSONS = 5_000;

  private static final int MEASURED_AFTER_DAYS = 7;

  /** Days before, without which what is known of persons says little. */
  private static final int LEAST_OBSERVED_DAYS = 14;

  private static final int LEAST_PERSONS = 50;

  /** Days of history that are read at most. */
  public static final int HISTORY_DAYS = Usage.OBSERVED_DAYS + MEASURED_AFTER_DAYS;

  private record Row(String person, long lot, Usage usage, FeatureValues values) {}

  /** What became of it. */
  public sealed interface Outcome {}

  /**
   * There is too little to learn from.
   *
   * @param missing what, with numbers, in words
   */
  public record Refused(List<String> missing) implements Outcome {}

  /**
   * A model was learned.
   *
   * @param persons it was learned from
   * @param measuredPersons on whom it was measured
   * @param silhouettes by the number of clusters, from which the highest was chosen
   * @param found silhouette of the clusters that were found, on the persons of today
   * @param before of those in use, on the same persons; null where none are
   * @param keepsClusters whether those in use stay, since they tell kinds of persons apart better
   * @param drift how features lay today
   */
  public record Trained(
      SegmentModel model,
      LocalDate learnedAsOf,
      LocalDate measuredAsOf,
      int persons,
      int measuredPersons,
      Map<Integer, Double> silhouettes,
      double found,
      @Nullable Double before,
      boolean keepsClusters,
      Map<Feature, Drift> drift)
      implements Outcome {

    /** Of the clusters that the model has; those that persons differ by degrees from are none. */
    public double silhouette() {
      return keepsClusters && before != null ? before : found;
    }
  }

  private final LocalDate firstDay;
  private final LocalDate learnedAsOf;
  private final LocalDate measuredAsOf;
  private final long seed;
  private final double share;
  private final List<Row> learned = new ArrayList<>();
  private final List<Row> measured = new ArrayList<>();

  /**
   * @param firstDay of the histories
   * @param end the day after the last one that is complete
   * @param persons how many will be added, about
   */
  public SegmentTraining(LocalDate firstDay, LocalDate end, long persons, long seed) {
    this.firstDay = firstDay;
    this.learnedAsOf = end.minusDays(MEASURED_AFTER_DAYS);
    this.measuredAsOf = end;
    this.seed = seed;
    this.share = Math.min(1, (double) MOST_PERSONS / persons);
  }

  /** Takes a person into account. */
  public void add(PersonHistory history) {
    var random = new SplittableRandom(seed * 31 + history.person().hashCode());
    if (random.nextDouble() >= share) {
      return;
    }
    long lot = random.nextLong();
    add(learned, history, learnedAsOf, lot);
    add(measured, history, measuredAsOf, lot);
  }

  private static void add(List<Row> rows, PersonHistory history, LocalDate asOf, long lot) {
    Snapshot.of(history, asOf, Usage.OBSERVED_DAYS)
        .ifPresent(
            snapshot ->
                rows.add(
                    new Row(
                        history.person(),
                        lot,
                        Usage.of(history, asOf).orElseThrow(),
                        snapshot.seen())));
  }

  /**
   * Learns from who was added.
   *
   * @param champion what is in use, whose clusters stay where those found now tell kinds apart
   *     worse on the persons of today, and else give their numbers and names; null for none
   */
  public Outcome train(@Nullable SegmentModel champion) {
    List<String> missing = missing();
    if (!missing.isEmpty()) {
      return new Refused(missing);
    }
    // in whatever order they were added
    Comparator<Row> byLot = Comparator.comparingLong(Row::lot).thenComparing(Row::person);
    learned.sort(byLot);
    measured.sort(byLot);
    List<FeatureValues> persons = learned.stream().map(Row::values).toList();
    List<FeatureValues> today = measured.stream().map(Row::values).toList();
    Clusters before = champion == null ? null : champion.clusters();
    Clusters.Found found = Clusters.find(persons, seed);
    Clusters named = Clusters.named(found, before, persons);
    double silhouette = named.silhouette(today);
    Double silhouetteBefore = before == null ? null : before.silhouette(today);
    boolean keeps =
        silhouetteBefore != null
            && silhouetteBefore > Silhouette.NO_STRUCTURE
            && silhouetteBefore > silhouette;
    Clusters clusters =
        keeps && before != null
            ? before
            : silhouette > Silhouette.NO_STRUCTURE ? named : Clusters.none(found.scale(), before);
    return new Trained(
        new SegmentModel(Rfm.of(learned.stream().map(Row::usage).toList()), clusters),
        learnedAsOf,
        measuredAsOf,
        learned.size(),
        measured.size(),
        found.silhouettes(),
        silhouette,
        silhouetteBefore,
        keeps,
        drift(today));
  }

  private List<String> missing() {
    long there = ChronoUnit.DAYS.between(firstDay, learnedAsOf);
    long people = Math.min(learned.size(), measured.size());
    return Stream.of(
            missing(
                LEAST_OBSERVED_DAYS + MEASURED_AFTER_DAYS,
                there + MEASURED_AFTER_DAYS,
                "days of history"),
            missing(LEAST_PERSONS, people, "persons active a week ago"))
        .flatMap(List::stream)
        .toList();
  }

  private static List<String> missing(long needed, long there, String what) {
    return there >= needed
        ? List.of()
        : List.of("%d %s are needed, %d are missing".formatted(needed, what, needed - there));
  }

  private static Map<Feature, Drift> drift(List<FeatureValues> persons) {
    Map<Feature, Drift> drift = new EnumMap<>(Feature.class);
    for (Feature feature : Trait.FEATURES) {
      drift.put(feature, Drift.of(persons.stream().mapToDouble(p -> p.of(feature)).toArray()));
    }
    return drift;
  }
}
