package io.rivulet.etl.model;

import io.rivulet.event.project.Money;
import io.rivulet.models.metric.Drift;
import io.rivulet.models.segment.Cluster;
import io.rivulet.models.segment.Quintiles;
import io.rivulet.models.segment.Rfm;
import io.rivulet.models.segment.SegmentTraining.Trained;
import io.rivulet.models.segment.Usage;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What there is to know of a version of the segments before one relies on it.
 *
 * @param money where what persons pay was looked for
 * @param persons it was learned from
 * @param measuredPersons later ones, on whom the clusters were measured
 * @param silhouettes of those it was learned from, by the number of clusters
 * @param silhouette of the clusters that were found, on the later persons
 * @param silhouetteBefore of the clusters that the version before had, on the same; null where
 *     there was none
 * @param keepsClusters whether these stay, since they tell kinds of persons apart better
 * @param clusters empty where persons differ by degrees alone
 * @param drift how features lay when it was measured
 */
record SegmentCard(
    String project,
    int version,
    Money money,
    LocalDate learnedAsOf,
    LocalDate measuredAsOf,
    int persons,
    int measuredPersons,
    long seed,
    String verdict,
    Map<Integer, Double> silhouettes,
    double silhouette,
    @Nullable Double silhouetteBefore,
    boolean keepsClusters,
    Rfm rfm,
    List<Cluster> clusters,
    Map<String, Drift> drift)
    implements ModelRegistry.Card {

  static SegmentCard of(String project, int version, Trained trained, Money money, long seed) {
    Map<String, Drift> drift = new LinkedHashMap<>();
    trained.drift().forEach((feature, lay) -> drift.put(feature.wireName(), lay));
    return new SegmentCard(
        project,
        version,
        money,
        trained.learnedAsOf(),
        trained.measuredAsOf(),
        trained.persons(),
        trained.measuredPersons(),
        seed,
        verdict(trained, money),
        trained.silhouettes(),
        trained.found(),
        trained.before(),
        trained.keepsClusters(),
        trained.model().rfm(),
        trained.model().clusters().all(),
        drift);
  }

  /** Its clusters are never worse than those before, so it always takes their place. */
  @Override
  public boolean isChampion() {
    return true;
  }

  private static String verdict(Trained trained, Money money) {
    int clusters = trained.model().clusters().all().size();
    return "champion: %s; %s"
        .formatted(
            scored(trained.model().rfm(), money),
            clusters == 0
                ? "no clusters, since persons differ by degrees alone (silhouette %s, more than 0.25 is needed)"
                    .formatted(number(trained.silhouette()))
                : "%d clusters%s (silhouette %s)"
                    .formatted(
                        clusters,
                        trained.keepsClusters() ? " as before, which tell kinds apart better" : "",
                        number(trained.silhouette())));
  }

  private static String scored(Rfm rfm, Money money) {
    return rfm.money() == null
        ? "scores by recency and frequency alone, since nobody had the event \"%s\" with a number in \"%s\""
            .formatted(money.event(), money.property())
        : "scores by recency, frequency and money";
  }

  @Override
  public Map<String, Map<String, Double>> metrics() {
    Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
    metrics.put(
        "test",
        Map.of(
            "persons", (double) measuredPersons,
            "clusters", (double) clusters.size(),
            "silhouette", silhouette));
    if (silhouetteBefore != null) {
      metrics.put("champion", Map.of("silhouette", silhouetteBefore));
    }
    Map<String, Double> learned = new LinkedHashMap<>();
    learned.put("persons", (double) persons);
    silhouettes.forEach((k, value) -> learned.put("silhouette_of_" + k, value));
    metrics.put("learned", learned);
    return metrics;
  }

  @Override
  public String readable() {
    return """
    # Segments of project %s, version %d

    %s.

    ## How persons are scored

    By what they did in the %d days before. The limits are the fifths of %d persons as of %s; they stay with the version, so a person changes segment by what they do, not by what others do.

    | score | days since the last visit, at most | active days, more than |%s
    |---|---|---|%s
    %s
    ## Clusters

    %s

    By k-means among the same persons (seed %d), k with the highest silhouette of %s; measured on %d persons as of %s: %s%s. Up to 0.25 there is no substantial structure.

    ## What it is not

    It tells what persons did, not why, nor what they will do. Money is in the project's own currency, added as it was sent: refunds are not taken off.
    """
        .formatted(
            project,
            version,
            verdict,
            Usage.OBSERVED_DAYS,
            persons,
            learnedAsOf,
            rfm.money() == null ? "" : " " + money.property() + ", more than |",
            rfm.money() == null ? "" : "---|",
            limits(),
            kinds(),
            seed,
            silhouettes.entrySet().stream()
                .map(e -> e.getKey() + ": " + number(e.getValue()))
                .collect(Collectors.joining(", ")),
            measuredPersons,
            measuredAsOf,
            number(silhouette),
            silhouetteBefore == null
                ? ""
                : "; the clusters before have %s there and %s"
                    .formatted(number(silhouetteBefore), keepsClusters ? "stay" : "are replaced"));
  }

  private String limits() {
    StringBuilder rows = new StringBuilder();
    for (int score = 5; score >= 1; score--) {
      rows.append(
          "| %d | %s | %s |%s%n"
              .formatted(
                  score,
                  score == 1 ? "any" : plain(rfm.recencyDays().edges().get(5 - score)),
                  lower(rfm.activeDays(), score),
                  rfm.money() == null ? "" : " " + lower(rfm.money(), score) + " |"));
    }
    return rows.toString();
  }

  private static String lower(Quintiles quintiles, int score) {
    return score == 1 ? "any" : plain(quintiles.edges().get(score - 2));
  }

  private String kinds() {
    return clusters.isEmpty()
        ? "None: persons differ by degrees alone."
        : clusters.stream()
            .map(c -> "%d. %s: %d persons".formatted(c.number(), c.name(), c.persons()))
            .collect(Collectors.joining("\n"));
  }

  private static String plain(double value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.2f", value);
  }

  private static String number(@Nullable Double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
