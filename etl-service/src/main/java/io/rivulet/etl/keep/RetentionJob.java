package io.rivulet.etl.keep;

import io.rivulet.etl.analytics.ReportHorizon;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.catalog.DataCatalog;
import io.rivulet.etl.lake.Lake;
import io.rivulet.etl.lake.Lake.Found;
import io.rivulet.etl.run.Argument;
import io.rivulet.etl.run.Job;
import io.rivulet.etl.run.ProjectFailures;
import io.rivulet.etl.run.RunContext;
import io.rivulet.event.LakeObject.Area;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Removes objects from {@code raw/} and {@code quarantine/} that have been read and arrived long
 * ago, events of old days from the curated data, and old rows of refused events, restatements and
 * reports by day. Activity, cohorts and persons are computed from the compact daily history, which
 * is kept. Without an argument for it a layer is kept for ever.
 */
public final class RetentionJob implements Job {
  private static final Logger log = LoggerFactory.getLogger(RetentionJob.class);

  /** The name of the job. */
  public static final String NAME = "retention";

  /** What telephones that were offline send weeks later must still find its day. */
  private static final int LEAST_CURATED_DAYS = 30;

  private final Lake lake;
  private final JdbcClient jdbc;
  private final DataCatalog catalog;
  private final CuratedRetention curated;

  RetentionJob(Lake lake, Warehouse warehouse, DataCatalog catalog, CuratedRetention curated) {
    this.lake = lake;
    this.curated = curated;
    this.jdbc = JdbcClient.create(warehouse.tables());
    this.catalog = catalog;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "Removes raw and refused objects, curated events and rows that are older than wanted.";
  }

  @Override
  public List<Argument> arguments() {
    return List.of(
        Argument.project(),
        days("raw_days", "Days that raw objects are kept after their arrival."),
        days("curated_days", "Days that events are kept in the curated data, at least 30."),
        days("quarantine_days", "Days that refused events are kept in the lake."),
        days("bi_days", "Days that bi.rejected_events and bi.restatements are kept."),
        days(
            "report_days",
            "Days that bi.sessions, bi.person_days and the views of single days show."));
  }

  private static Argument days(String name, String description) {
    return new Argument(name, Argument.Kind.NUMBER, description + " For ever when absent.");
  }

  @Override
  public boolean isLong() {
    return true;
  }

  @Override
  public void run(RunContext run) throws Exception {
    Optional<LocalDate> rawFrom = first(run, "raw_days", 1);
    Optional<LocalDate> curatedFrom = first(run, "curated_days", LEAST_CURATED_DAYS);
    Optional<LocalDate> quarantineFrom = first(run, "quarantine_days", 1);
    Optional<LocalDate> rowsFrom = first(run, "bi_days", 1);
    Optional<LocalDate> reportsFrom = first(run, "report_days", 1);
    ProjectFailures.ofEach(
            run,
            lake.projects(),
            project -> {
              rawFrom.ifPresent(from -> removeObjects(run, Area.RAW, project, from));
              quarantineFrom.ifPresent(from -> removeObjects(run, Area.QUARANTINE, project, from));
              if (curatedFrom.isPresent()) {
                curated.keepFrom(run, project, curatedFrom.get());
              }
              rowsFrom.ifPresent(from -> removeRows(project, from));
              reportsFrom.ifPresent(from -> removeReports(project, from));
            })
        .throwIfAny();
  }

  private static Optional<LocalDate> first(RunContext run, String argument, int least) {
    return run.number(argument)
        .map(
            days -> {
              if (days < least) {
                throw new IllegalArgumentException(
                    argument + " must be at least " + least + ", not " + days);
              }
              return LocalDate.now(ZoneOffset.UTC).minusDays(days);
            });
  }

  private void removeObjects(RunContext run, Area area, String project, LocalDate from) {
    List<Found> old = new ArrayList<>();
    // in the order of their keys, so by day of arrival
    var objects = lake.objects(area, project, Optional.empty()).iterator();
    while (objects.hasNext()) {
      Found object = objects.next();
      if (!object.object().receivedHour().toLocalDate().isBefore(from)) {
        break;
      }
      old.add(object);
    }
    long removed = 0;
    for (Found object : old) {
      run.checkStop();
      // one that no run has read is kept, and one that is to be read again
      int read =
          jdbc.sql(
                  "update lake_object set is_removed = true"
                      + " where object_key = ? and not is_to_read")
              .param(object.key())
              .update();
      if (read == 1) {
        lake.remove(object.key());
        catalog.forgetObject(object.key());
        removed++;
        run.count(0, 1, object.bytes());
      }
    }
    if (removed > 0) {
      log.info("project {}: {} objects of {} removed", project, removed, area.prefix());
    }
  }

  /** The days are given up in this order, so that verify never misses rows of a day that counts. */
  private void removeReports(String project, LocalDate from) {
    jdbc.sql(
            "insert into report_horizon as h (project, first_day) values (?, ?)"
                + " on conflict (project) do update set"
                + " first_day = greatest(h.first_day, excluded.first_day)")
        .params(project, from)
        .update();
    for (String table : ReportHorizon.TABLES) {
      jdbc.sql("delete from " + table + " where project = ? and day < ?")
          .params(project, from)
          .update();
    }
  }

  private void removeRows(String project, LocalDate from) {
    jdbc.sql("delete from rejected_event where project = ? and received_at < ?")
        .params(project, from.atStartOfDay())
        .update();
    jdbc.sql("delete from restatement where project = ? and restated_at < ?")
        .params(project, from.atStartOfDay())
        .update();
  }
}
