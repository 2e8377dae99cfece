package io.rivulet.etl.report;

import io.rivulet.etl.ProjectSettings;
import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.CuratedHorizon;
import io.rivulet.etl.analytics.Dataset;
import io.rivulet.etl.engine.Engine;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.event.project.Funnel;
import io.rivulet.reporting.ReportingSql;
import java.io.IOException;
import java.sql.Date;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A funnel that no report has, by the SQL of those that are declared and with the persons as they
 * are published: of the same steps and everybody it has the same rows. Whether a first step is an
 * entry depends on those before it, so the events of all days up to the last one's windows are
 * looked through.
 *
 * @param firstDay of the entries that are told, in the project's time zone
 * @param lastDay of the entries that are told, not before {@code firstDay}
 * @param part whose entries are told
 */
record AskedFunnel(Funnel funnel, LocalDate firstDay, LocalDate lastDay, Part part) {

  /** Keeps of the entries those of the part. */
  private static final String OF_PART =
      "create or replace table funnel_entry as\n" + ReportingSql.read("report/asked_entry").strip();

  /**
   * Entries by the event that began them. An empty text is any.
   *
   * @param platform as in {@code bi.sessions}
   */
  record Part(String platform, String country, String appVersion) {
    boolean isEverybody() {
      return platform.isEmpty() && country.isEmpty() && appVersion.isEmpty();
    }
  }

  /** Its rows by day and step, with the columns of {@code bi.funnels} from {@code day} on. */
  JsonNode rows(Workbench workbench, CuratedData curated, ZoneId zone, PublishedRows published)
      throws SQLException, IOException {
    ProjectSettings.loadFunnels(workbench, List.of(funnel));
    LocalDate lastDate =
        ReportDays.reached(ReportDays.utcDatesOf(List.of(lastDay), zone), funnel.window()).last();
    NavigableSet<LocalDate> dates = curated.dates(Dataset.EVENTS).headSet(lastDate, true);
    // all of its days are to be reported
    workbench.tableOfDates("event_day", "day", ReportDays.ofUtcDates(dates, zone));
    CuratedHorizon.NONE.load(workbench, zone);
    workbench.table("report", "funnel_scope");
    published.load("funnel_entry", "false", "published_entry", FunnelReport.ENTRY);
    published.load("identity", "true", "identity", List.of("identity_key", "person_id"));
    published.load("data_freshness", "dataset = 'reports'", "freshness", List.of("complete_until"));
    curated.view(workbench, "funnel_event", Dataset.EVENTS, dates);
    workbench.tableOf(
        "asked",
        "first_day date, last_day date, platform string, country string, app_version string",
        List.of(
            List.of(
                Date.valueOf(firstDay),
                Date.valueOf(lastDay),
                part.platform(),
                part.country(),
                part.appVersion())));
    for (String table : FunnelReport.TABLES) {
      workbench.table("report", table);
      if (isNarrowedBy(table)) {
        workbench.execute(OF_PART);
      }
    }
    workbench.table("report", "asked_funnel");
    return JsonMapper.shared()
        .readTree(
            Objects.requireNonNull(
                workbench.text(
                    "select cast(coalesce(to_json(list(f order by day, step)), '[]') as varchar)"
                        + " from asked_funnel f")));
  }

  private boolean isNarrowedBy(String table) {
    return table.equals("funnel_entry") && !part.isEverybody();
  }

  /**
   * The same as a script for DuckDB, for whoever wants to see how it is computed. Its head says
   * what it takes from where.
   */
  String script(String project, ProjectSettings projects) {
    Stream<String> tables =
        Stream.of(
                Stream.of("funnel_scope"), FunnelReport.TABLES.stream(), Stream.of("asked_funnel"))
            .flatMap(names -> names)
            .map(
                name ->
                    "create or replace table %s as\n%s;"
                            .formatted(name, ReportingSql.read("report/" + name).strip())
                        + (isNarrowedBy(name) ? "\n" + OF_PART + ";" : ""));
    return Stream.of(
            Stream.of(ReportingSql.read("functions"), ReportingSql.read("definitions")),
            Stream.of(given(project, projects)),
            tables,
            Stream.of("select * from asked_funnel order by day, step;\n"))
        .flatMap(parts -> parts)
        .collect(Collectors.joining("\n"));
  }

  private String given(String project, ProjectSettings projects) {
    String names =
        IntStream.range(0, funnel.steps().size())
            .mapToObj(
                i -> "('asked', %d, %s)".formatted(i + 1, Engine.literal(funnel.steps().get(i))))
            .collect(Collectors.joining(", "));
    return ReportingSql.read("script/asked_funnel")
        .replace("{{files}}", Engine.literal("curated/events/project=" + project + "/*/*.parquet"))
        .replace("{{project}}", Engine.literal(project))
        .replace("{{time_zone}}", Engine.literal(projects.zoneName(project)))
        .replace("{{includes_bots}}", Boolean.toString(projects.includesBots(project)))
        .replace("{{steps}}", Integer.toString(funnel.steps().size()))
        .replace("{{window_us}}", Long.toString(funnel.window().toNanos() / 1_000))
        .replace("{{is_sequential}}", Boolean.toString(funnel.order() == Funnel.Order.SEQUENTIAL))
        .replace("{{first_day}}", firstDay.toString())
        .replace("{{last_day}}", lastDay.toString())
        .replace("{{platform}}", Engine.literal(part.platform()))
        .replace("{{country}}", Engine.literal(part.country()))
        .replace("{{app_version}}", Engine.literal(part.appVersion()))
        .replace("{{step_names}}", names);
  }
}
