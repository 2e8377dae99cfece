package io.rivulet.etl.model;

import io.rivulet.models.person.PersonHistory;
import io.rivulet.models.segment.Cluster;
import io.rivulet.models.segment.RfmSegment;
import io.rivulet.models.segment.SegmentModel;
import io.rivulet.models.segment.SegmentScore;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Counts persons by segment at the ends of days, and by where they were some weeks before: all as
 * one version tells it, so that nobody moves because a version changed.
 */
final class SegmentCounts {
  /** Days that a version tells of from its beginning. */
  static final int TOLD_DAYS = 28;

  /** How many days before the end of a day its flows begin. */
  private static final List<Integer> FLOW_DAYS = List.of(7, 28);

  /** Days of history before the first that is told: with fewer everybody would be new. */
  private static final int LEAST_OBSERVED_DAYS = 14;

  private static final String RFM = "rfm";
  private static final String CLUSTER = "cluster";

  /** Where a person is who was not active in the observed days. */
  private static final String NONE = "(none)";

  private record Size(LocalDate day, String scheme, String segment) {}

  private record Flow(LocalDate from, LocalDate to, String scheme, String before, String after) {}

  private final SegmentModel model;

  /** By scheme its segments with their numbers, in their order. */
  private final Map<String, Map<String, Integer>> schemes = new LinkedHashMap<>();

  private final List<LocalDate> days;
  private final NavigableSet<LocalDate> looked = new TreeSet<>();
  private final Map<Size, Long> sizes = new HashMap<>();
  private final Map<Flow, Long> flows = new HashMap<>();

  /**
   * @param days at whose ends persons are counted
   * @param firstDay with events; the first days are not told of
   */
  SegmentCounts(SegmentModel model, List<LocalDate> days, LocalDate firstDay) {
    this.model = model;
    Map<String, Integer> segments = new LinkedHashMap<>();
    for (RfmSegment segment : RfmSegment.values()) {
      segments.put(segment.title(), segments.size() + 1);
    }
    schemes.put(RFM, segments);
    Map<String, Integer> clusters = new LinkedHashMap<>();
    for (Cluster cluster : model.clusters().all()) {
      clusters.put(cluster.name(), cluster.number());
    }
    schemes.put(CLUSTER, clusters);
    LocalDate firstTold = firstDay.plusDays(LEAST_OBSERVED_DAYS - 1);
    this.days = days.stream().filter(day -> !day.isBefore(firstTold)).toList();
    for (LocalDate day : this.days) {
      looked.add(day);
      FLOW_DAYS.stream()
          .map(day::minusDays)
          .filter(from -> !from.isBefore(firstTold))
          .forEach(looked::add);
    }
  }

  /** At whose ends persons are counted. */
  List<LocalDate> days() {
    return days;
  }

  /** The first day at whose end persons are looked at; {@code otherwise} where none is. */
  LocalDate firstLooked(LocalDate otherwise) {
    return looked.isEmpty() ? otherwise : looked.first();
  }

  /**
   * Takes a person into account.
   *
   * @param score as of that day, which need not be computed again; empty where they have none
   */
  void add(PersonHistory person, LocalDate asOf, Optional<SegmentScore> score) {
    Map<LocalDate, SegmentScore> scores = new HashMap<>();
    for (LocalDate day : looked) {
      LocalDate end = day.plusDays(1);
      (end.equals(asOf) ? score : model.score(person, end))
          .ifPresent(then -> scores.put(day, then));
    }
    for (LocalDate day : days) {
      for (String scheme : schemes.keySet()) {
        String after = segment(scheme, scores.get(day));
        sizes.merge(new Size(day, scheme, after), 1L, Long::sum);
        for (int flowDays : FLOW_DAYS) {
          LocalDate from = day.minusDays(flowDays);
          String before = segment(scheme, scores.get(from));
          if (looked.contains(from) && !(before.equals(NONE) && after.equals(NONE))) {
            flows.merge(new Flow(from, day, scheme, before, after), 1L, Long::sum);
          }
        }
      }
    }
  }

  private static String segment(String scheme, @Nullable SegmentScore score) {
    if (score == null) {
      return NONE;
    }
    return scheme.equals(RFM)
        ? score.rfm().segment().title()
        : score.cluster().map(Cluster::name).orElse(NONE);
  }

  /** Day, scheme, segment, its number, persons; of each segment, though nobody may be in it. */
  List<List<Object>> sizes() {
    List<List<Object>> rows = new ArrayList<>();
    for (LocalDate day : days) {
      schemes.forEach(
          (scheme, segments) ->
              segments.forEach(
                  (segment, number) ->
                      rows.add(
                          List.of(
                              Date.valueOf(day),
                              scheme,
                              segment,
                              number,
                              sizes.getOrDefault(new Size(day, scheme, segment), 0L)))));
    }
    return rows;
  }

  /** First and last day, scheme, segment at the end of each, persons. */
  List<List<Object>> flows() {
    return flows.entrySet().stream()
        .map(
            e ->
                List.<Object>of(
                    Date.valueOf(e.getKey().from()),
                    Date.valueOf(e.getKey().to()),
                    e.getKey().scheme(),
                    e.getKey().before(),
                    e.getKey().after(),
                    e.getValue()))
        .toList();
  }
}
