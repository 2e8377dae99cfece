package io.rivulet.etl.verify;

import io.rivulet.etl.analytics.CuratedHorizon;
import io.rivulet.etl.analytics.Publication;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.preprocess.Days;
import io.rivulet.etl.preprocess.PreprocessJob;
import io.rivulet.etl.preprocess.Scope;
import io.rivulet.etl.report.ReportJob;
import io.rivulet.etl.run.RunContext;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A second warehouse, in schema {@code shadow}, into which both jobs compute a project anew from
 * its raw objects, slice by slice. A run that dies goes on where it ended when it is repeated for
 * the same days with the same settings.
 */
public final class Shadow {
  private static final Logger log = LoggerFactory.getLogger(Shadow.class);

  /** The tables of a project that jobs publish, and that rebuild replaces. */
  static final List<String> PUBLISHED =
      List.of(
          "lake_object",
          "curated_partition",
          "curated_receipt",
          "rejected_event",
          "session",
          "daily_activity",
          "activity_gap",
          "person_day",
          "event_daily",
          "event_platform_daily",
          "device_daily",
          "retention",
          "monthly_activity",
          "funnel_entry",
          "funnel_daily",
          "person_feature_day",
          "feature_daily",
          "path_daily",
          "property_daily",
          "person",
          "identity",
          "data_freshness",
          "day_completeness");

  private static final List<String> BOOK_KEEPING =
      List.of("publication", "bookmark", "raw_sweep", "event_change", "restatement");

  /** A project's day can begin on the UTC day before it, by the time zone. */
  private static final int ZONE_DAYS = 1;

  /** An event can have happened on the UTC day after its arrival, by a clock that is ahead. */
  private static final int CLOCK_DAYS = 1;

  /** How often the shadow follows what was published while it was computed. */
  private static final int MOST_ROUNDS = 30;

  /** What is published is reported within this time, as a rule. */
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final JdbcClient jdbc;
  private final Warehouse mart;
  private final PreprocessJob preprocess;
  private final ReportJob report;

  /**
   * @param preprocess on the shadow's tables
   * @param report on the shadow's tables
   */
  Shadow(Warehouse mart, PreprocessJob preprocess, ReportJob report) {
    this.jdbc = JdbcClient.create(mart.tables());
    this.mart = mart;
    this.preprocess = preprocess;
    this.report = report;
  }

  /** Work on both warehouses while neither changes. */
  @FunctionalInterface
  interface Settled {
    /** Does it, within the transaction. */
    void run(Publication publication) throws SQLException, IOException;
  }

  /** What becomes of both warehouses when they rest on the same objects. */
  @FunctionalInterface
  private interface Handover {
    /** Does it; false when they do not. */
    boolean isDone(Reread reread) throws SQLException, IOException;
  }

  /**
   * What is taken as it is and what is read again.
   *
   * @param happened UTC date of the first events that are computed anew; empty for all
   * @param arrived UTC date of the first objects that are read again; empty for all
   * @param isAllReported whether what is taken as it is is reported too
   */
  private record Reread(
      Optional<LocalDate> happened, Optional<LocalDate> arrived, boolean isAllReported) {

    /** What makes up the reports from a day on, of what can change at all. */
    static Reread since(Optional<LocalDate> from, CuratedHorizon horizon) {
      Optional<LocalDate> start = from.map(day -> day.minusDays(ZONE_DAYS));
      boolean reachesHorizon =
          horizon.isSet() && start.filter(day -> !day.isBefore(horizon.firstDay())).isEmpty();
      Optional<LocalDate> happened = reachesHorizon ? Optional.of(horizon.firstDay()) : start;
      return new Reread(happened, happened.map(day -> day.minusDays(CLOCK_DAYS)), reachesHorizon);
    }

    /** The same for statements that take a first day. */
    LocalDate firstArrival() {
      return arrived.orElse(LocalDate.of(1970, 1, 1));
    }
  }

  /**
   * Computes a project anew and has it compared with what is published, both as of one instant at
   * which they rest on the same objects. Nobody waits meanwhile.
   *
   * @param from first day of interest; empty for all. What was curated before it is taken as it is
   * @param zone of the project
   * @param settings what the computation depends on but for the events
   * @param comparison is given the snapshot
   */
  void compare(
      RunContext run,
      String project,
      Optional<LocalDate> from,
      ZoneId zone,
      String settings,
      Consumer<JdbcClient> comparison)
      throws Exception {
    compute(run, project, from, zone, settings, reread -> isCompared(project, reread, comparison));
  }

  /**
   * Computes a project anew and hands both warehouses over when they rest on the same objects;
   * until that is done neither job publishes the project.
   *
   * @param zone of the project
   * @param settings what the computation depends on but for the events
   */
  void replace(RunContext run, String project, ZoneId zone, String settings, Settled settled)
      throws Exception {
    compute(
        run,
        project,
        Optional.empty(),
        zone,
        settings,
        reread -> isReplaced(run.runId(), project, reread, settled));
  }

  private void compute(
      RunContext run,
      String project,
      Optional<LocalDate> from,
      ZoneId zone,
      String settings,
      Handover handover)
      throws Exception {
    Alone alone = alone(project);
    try {
      CuratedHorizon horizon = mart.catalog().horizon(project);
      Reread reread = Reread.since(from, horizon);
      requireRawObjects(project, reread);
      prepare(project, reread, horizon.reportsFrom(zone), settings);
      RunContext ofProject = new RunContext(run.runId(), Optional.of(project));
      run.onStop(ofProject::requestStop);
      for (int round = 1; round <= MOST_ROUNDS; round++) {
        run.checkStop();
        preprocess.read(
            ofProject,
            project,
            new Scope(Days.of(reread.arrived(), Optional.empty()), Optional.of(mart.catalog())));
        report.run(ofProject);
        if (handover.isDone(reread)) {
          clear(project);
          run.count(ofProject.rowsIn(), 0, ofProject.bytesIn());
          return;
        }
        log.info("project {}: more was published meanwhile, round {}", project, round + 1);
        Thread.sleep(PAUSE.toMillis());
      }
    } finally {
      alone.close();
    }
    throw new IllegalStateException(
        "project "
            + project
            + " is published faster than it can be computed anew, or not reported; try again");
  }

  /**
   * Keeps other runs from computing the project anew until it is closed.
   *
   * @throws IllegalStateException when one does
   */
  public Alone alone(String project) throws SQLException {
    return Alone.on(mart.tables(), project);
  }

  /** Forgets what a run that died computed of a project; for who is {@link #alone}. */
  public void forget(String project) {
    boolean exists =
        jdbc.sql("select to_regclass('shadow.computation') is not null")
            .query(Boolean.class)
            .single();
    if (exists) {
      clear(project);
    }
  }

  private boolean isCompared(String project, Reread reread, Consumer<JdbcClient> comparison)
      throws SQLException {
    try (Connection connection = mart.tables().getConnection()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      JdbcClient snapshot = JdbcClient.create(new SingleConnectionDataSource(connection, true));
      boolean isLevel = isLevel(snapshot, project, reread);
      if (isLevel) {
        comparison.accept(snapshot);
      }
      connection.commit();
      return isLevel;
    }
  }

  private boolean isReplaced(long runId, String project, Reread reread, Settled settled)
      throws SQLException, IOException {
    try (Publication publication =
        mart.publish(
            PreprocessJob.NAME,
            project,
            runId,
            mart.catalog().bookmark(PreprocessJob.NAME, project))) {
      publication.lock(ReportJob.NAME);
      if (!isLevel(jdbc, project, reread)) {
        return false;
      }
      settled.run(publication);
      return true;
    } catch (Publication.OvertakenException e) {
      return false;
    }
  }

  private void requireRawObjects(String project, Reread reread) {
    jdbc.sql(
            "select max(received_date) from lake_object where project = ? and is_removed"
                + " and area = 'raw'"
                + " and received_date >= ?")
        .params(project, reread.firstArrival())
        .query(LocalDate.class)
        .optional()
        .ifPresent(
            last -> {
              throw new IllegalArgumentException(
                  "raw objects up to "
                      + last
                      + " are no longer kept; only days after "
                      + last.plusDays(ZONE_DAYS + CLOCK_DAYS)
                      + " can be computed anew");
            });
  }

  /**
   * Makes the tables, empty but for what is taken as it is, unless a run like this one has begun.
   */
  private void prepare(String project, Reread reread, LocalDate keptFrom, String settings) {
    jdbc.sql("create schema if not exists shadow").update();
    jdbc.sql(
            "create table if not exists shadow.computation (project varchar(64) primary key,"
                + " is_of text not null, taken_as bigint not null)")
        .update();
    jdbc.sql(
            "create table if not exists shadow.obsolete_object"
                + " (like mart.obsolete_object including all)")
        .update();
    for (String table : allTables()) {
      jdbc.sql(
              "create table if not exists shadow."
                  + table
                  + " (like mart."
                  + table
                  + " including all)")
          .update();
    }
    String isOf = reread + " " + settings;
    // Not where files that were taken as they are have been replaced, and removed, since.
    boolean goesOn =
        jdbc.sql(
                "select exists (select 1 from shadow.computation where project = :project"
                    + " and is_of = :is_of) and not exists (select 1"
                    + " from shadow.curated_partition s join mart.curated_partition m"
                    + " using (dataset, project, event_date) join shadow.computation c"
                    + " using (project) where project = :project"
                    + " and s.publication_id = c.taken_as and s.object_keys <> m.object_keys)")
            .param("project", project)
            .param("is_of", isOf)
            .query(Boolean.class)
            .single();
    if (goesOn) {
      log.info("project {}: goes on with the computation that an earlier run began", project);
      return;
    }
    clear(project);
    // reports take what publications after the 0th have changed
    long takenAs =
        reread.isAllReported()
            ? jdbc.sql(
                    "insert into shadow.publication (job, project, run_id) values (?, ?, 0)"
                        + " returning publication_id")
                .params(PreprocessJob.NAME, project)
                .query(Long.class)
                .single()
            : 0;
    reread.happened().ifPresent(day -> takeCurated(project, day, takenAs, keptFrom));
    // Without a first day all objects are read again that are there.
    jdbc.sql(
            "insert into shadow.lake_object select * from mart.lake_object where project = ?"
                + (reread.arrived().isEmpty() ? " and area = 'quarantine' and is_removed" : ""))
        .param(project)
        .update();
    // What arrived since is read again: it replaces what it brought to earlier days.
    jdbc.sql(
            "update shadow.lake_object set is_to_read = received_date >= ? and not is_removed"
                + " where project = ?")
        .params(reread.firstArrival(), project)
        .update();
    // Refused events of objects that are kept no longer stay as they are.
    jdbc.sql(
            "insert into shadow.rejected_event select r.* from mart.rejected_event r"
                + " join shadow.lake_object o using (object_key)"
                + " where o.project = ? and not o.is_to_read")
        .param(project)
        .update();
    jdbc.sql("insert into shadow.computation (project, is_of, taken_as) values (?, ?, ?)")
        .params(project, isOf, takenAs)
        .update();
  }

  /** Takes what happened before a day as it is, and what was reported of days without events. */
  private void takeCurated(String project, LocalDate day, long takenAs, LocalDate keptFrom) {
    jdbc.sql(
            "insert into shadow.curated_partition (dataset, project, event_date, object_keys,"
                + " row_count, publication_id) select dataset, project, event_date,"
                + " object_keys, row_count, ? from mart.curated_partition"
                + " where project = ? and event_date < ?")
        .params(takenAs, project, day)
        .update();
    jdbc.sql(
            "insert into shadow.curated_receipt select * from mart.curated_receipt"
                + " where project = ? and event_date < ?")
        .params(project, day)
        .update();
    for (String table : CuratedHorizon.TABLES) {
      jdbc.sql(
              "insert into shadow.%1$s select * from mart.%1$s where project = ? and day < ?"
                  .formatted(table))
          .params(project, keptFrom)
          .update();
    }
  }

  /** Forgets a computation. Its files go the way of all replaced ones. */
  private void clear(String project) {
    jdbc.sql(
            "insert into mart.obsolete_object (object_key)"
                + " select key from (select unnest(object_keys) as key from shadow.curated_partition"
                + " where project = :project union select object_key from shadow.obsolete_object) k"
                + " where not exists (select 1 from mart.curated_partition p"
                + " where p.project = :project and k.key = any (p.object_keys))"
                + " and key like '%/project=' || :project || '/%'"
                + " on conflict do nothing")
        .param("project", project)
        .update();
    jdbc.sql("delete from shadow.obsolete_object where object_key like '%/project=' || ? || '/%'")
        .param(project)
        .update();
    jdbc.sql("delete from shadow.computation where project = ?").param(project).update();
    for (String table : allTables()) {
      jdbc.sql("delete from shadow." + table + " where project = ?").param(project).update();
    }
  }

  private static List<String> allTables() {
    return Stream.concat(PUBLISHED.stream(), BOOK_KEEPING.stream()).toList();
  }

  /** Whether both warehouses have read the same objects, and reported all of them. */
  private static boolean isLevel(JdbcClient tables, String project, Reread reread) {
    return tables
        .sql(
            "select not exists (select 1 from mart.lake_object m where m.project = :project"
                + " and m.received_date >= :start and not exists (select 1 from shadow.lake_object s"
                + " where s.object_key = m.object_key and not s.is_to_read))"
                + " and coalesce((select max(publication_id) from mart.curated_partition"
                + " where project = :project), 0) <= coalesce((select publication_id from"
                + " mart.bookmark where job = 'report' and project = :project), 0)")
        .param("project", project)
        .param("start", reread.firstArrival())
        .query(Boolean.class)
        .single();
  }
}
