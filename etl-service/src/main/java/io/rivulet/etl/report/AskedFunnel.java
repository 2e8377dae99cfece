package io.rivulet.etl.report;

import io.rivulet.etl.ProjectSettings;
import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.Dataset;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.event.project.Funnel;
import java.io.IOException;
import java.sql.Date;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A funnel that no projects file declares, by the SQL of those that are and with the persons as
 * they are published: of the same steps it has the same rows. Whether a first step is an entry
 * depends on those before it, so the events of all days up to the last one's windows are looked
 * through.
 *
 * @param firstDay of the entries that are told, in the project's time zone
 * @param lastDay of the entries that are told, not before {@code firstDay}
 */
record AskedFunnel(Funnel funnel, LocalDate firstDay, LocalDate lastDay) {

  /** Its rows by day and step, with the columns of {@code bi.funnels} from {@code day} on. */
  JsonNode rows(Workbench workbench, CuratedData curated, ZoneId zone, PublishedRows published)
      throws SQLException, IOException {
    ProjectSettings.loadFunnels(workbench, List.of(funnel));
    LocalDate lastDate =
        ReportDays.reached(ReportDays.utcDatesOf(List.of(lastDay), zone), funnel.window()).last();
    NavigableSet<LocalDate> dates = curated.dates(Dataset.EVENTS).headSet(lastDate, true);
    // all of its days are to be reported
    workbench.tableOfDates("affected_day", "day", ReportDays.ofUtcDates(dates, zone));
    workbench.table("report", "funnel_scope");
    published.load("funnel_entry", "false", "published_entry", FunnelReport.ENTRY);
    published.load("identity", "true", "identity", List.of("identity_key", "person_id"));
    published.load("data_freshness", "dataset = 'reports'", "freshness", List.of("complete_until"));
    curated.view(workbench, "funnel_event", Dataset.EVENTS, dates);
    FunnelReport.tables(workbench);
    workbench.tableOf(
        "asked",
        "first_day date, last_day date",
        List.of(List.of(Date.valueOf(firstDay), Date.valueOf(lastDay))));
    workbench.table("report", "asked_funnel");
    return JsonMapper.shared()
        .readTree(
            Objects.requireNonNull(
                workbench.text(
                    "select cast(coalesce(to_json(list(f order by day, step)), '[]') as varchar)"
                        + " from asked_funnel f")));
  }
}
