package io.rivulet.etl.report;

import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.Dataset;
import io.rivulet.etl.analytics.Publication;
import io.rivulet.etl.engine.Engine;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The funnels of the projects file. An entry depends on the first steps before it, so all days from
 * the first changed one on are computed; and the days before it from which a window can reach into
 * it, whose entries are known.
 *
 * @param firstDay from which on the days of entry are replaced; null where no day changed
 */
record FunnelReport(@Nullable LocalDate firstDay) {

  /** Columns of an entry that later ones depend on. */
  static final List<String> ENTRY = List.of("funnel", "person_id", "entered_us");

  /**
   * From {@code funnel_event}, {@code published_entry} and {@code identity} to the rows by day and
   * step, each from those before it.
   */
  static final List<String> TABLES =
      List.of(
          "step_event", "funnel_entry", "entry_step", "next_step", "funnel_reach", "funnel_daily");

  /**
   * Makes the relations {@code funnel_entry} and {@code funnel_daily}.
   *
   * @param keptFrom the first day all of whose events are kept; entries before it stay as they are
   */
  static FunnelReport make(
      Engine workbench,
      CuratedData curated,
      boolean isAnew,
      LocalDate keptFrom,
      ZoneId zone,
      PublishedRows published)
      throws SQLException, IOException {
    workbench.table("report", "funnel_scope");
    @Nullable LocalDate firstDay = date(workbench, "reported_from");
    @Nullable LocalDate knownUntil = isAnew ? keptFrom : date(workbench, "changed_from");
    published.load(
        "funnel_entry",
        firstDay == null
            ? "false"
            : "day >= '%s' and day < '%s'".formatted(date(workbench, "known_from"), knownUntil),
        "published_entry",
        ENTRY);
    boolean hasFunnels = workbench.number("select count(*) from funnel") > 0;
    curated.view(
        workbench,
        "funnel_event",
        Dataset.EVENTS,
        hasFunnels && firstDay != null
            ? curated
                .dates(Dataset.EVENTS)
                .tailSet(ReportDays.utcDatesOf(List.of(firstDay), zone).first())
            : List.of());
    TABLES.forEach(table -> workbench.table("report", table));
    return new FunnelReport(firstDay);
  }

  /** Replaces the tables' rows by those of the workbench. */
  void publish(Publication publication, Engine workbench, boolean isAnew, LocalDate keptFrom)
      throws SQLException, IOException {
    for (String table : List.of("funnel_entry", "funnel_daily")) {
      if (isAnew) {
        publication.replaceFrom(workbench, table, table, "day", keptFrom);
      } else if (firstDay != null) {
        publication.replaceFrom(workbench, table, table, "day", firstDay);
      }
    }
  }

  private static @Nullable LocalDate date(Engine workbench, String column) {
    return workbench
        .dates("select " + column + " from funnel_scope where " + column + " is not null")
        .stream()
        .findFirst()
        .orElse(null);
  }
}
