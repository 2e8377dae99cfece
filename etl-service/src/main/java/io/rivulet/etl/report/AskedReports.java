package io.rivulet.etl.report;

import io.rivulet.etl.engine.Engine;
import io.rivulet.etl.report.AskedReport.Question;
import io.rivulet.event.SessionRule;
import io.rivulet.event.project.Feature;
import io.rivulet.event.project.Funnel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The reports that can be asked for, and by which files each is computed. */
final class AskedReports {

  private AskedReports() {}

  /**
   * A funnel of the entries that began with an event of the part. Whether a first step is an entry
   * depends on those before it, of everybody.
   */
  static AskedReport funnel(Question question, Funnel funnel) {
    String names =
        IntStream.range(0, funnel.steps().size())
            .mapToObj(
                i -> "('asked', %d, %s)".formatted(i + 1, Engine.literal(funnel.steps().get(i))))
            .collect(Collectors.joining(", "));
    return new AskedReport(
        question,
        "funnels",
        true,
        funnel.window(),
        List.of("given_funnel"),
        Stream.concat(Stream.of("funnel_scope"), FunnelReport.TABLES.stream())
            .flatMap(
                table ->
                    table.equals("funnel_entry") && !question.part().isEverybody()
                        ? Stream.of("report/funnel_entry", "asked/funnel_entry")
                        : Stream.of("report/" + table))
            .toList(),
        Map.of(
            "steps", Integer.toString(funnel.steps().size()),
            "window_us", Long.toString(funnel.window().toNanos() / 1_000),
            "is_sequential", Boolean.toString(funnel.order() == Funnel.Order.SEQUENTIAL),
            "step_names", names));
  }

  /**
   * The ways of the part's sessions, over all days together.
   *
   * @param isOfEvents whether places are track events; else pages and screens
   */
  static AskedReport paths(Question question, boolean isOfEvents, SessionRule rule) {
    return new AskedReport(
        question,
        "paths",
        false,
        rule.maxDuration(),
        List.of(),
        List.of(
            "asked/session",
            "asked/path_event",
            "asked/path_day",
            "report/person_session",
            "report/path_step",
            "report/path_daily"),
        Map.of("types", isOfEvents ? "'track'" : "'page', 'screen'"));
  }

  /** The events of the part, by day. */
  static AskedReport events(Question question) {
    return new AskedReport(
        question,
        "events",
        false,
        Duration.ZERO,
        List.of(),
        List.of("asked/event", "report/reported_event", "report/event_daily"),
        Map.of());
  }

  /**
   * What features the part's persons use, by day. Whether somebody used one before depends on the
   * events of all days.
   *
   * @param features at least one
   */
  static AskedReport features(Question question, List<Feature> features) {
    String events =
        features.stream()
            .flatMap(
                feature ->
                    feature.events().stream()
                        .distinct()
                        .map(
                            event ->
                                "(%s, %s)"
                                    .formatted(
                                        Engine.literal(feature.name()), Engine.literal(event))))
            .collect(Collectors.joining(", "));
    return new AskedReport(
        question,
        "features",
        true,
        Duration.ZERO,
        List.of("given_features"),
        List.of(
            "asked/event",
            "report/reported_event",
            "asked/activity",
            "asked/daily_activity",
            "report/person_feature_day",
            "report/feature_daily"),
        Map.of("feature_events", events));
  }
}
