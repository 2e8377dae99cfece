package io.rivulet.etl.analytics;

import io.rivulet.etl.analytics.Bookmark.Mode;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The operations on bookmarks. What is read again replaces what it brought the first time, so none
 * of them can double anything.
 */
public final class Bookmarks {
  /** The job whose bookmark is the set of objects read. */
  static final String PREPROCESS = "preprocess";

  /** The job whose bookmark is a publication of preprocess. */
  static final String REPORT = "report";

  /** The jobs that have bookmarks. */
  public static final Set<String> JOBS = Set.of(PREPROCESS, REPORT);

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  /**
   * @param jdbc on the tables of a warehouse, taking part in {@code transaction}
   */
  public Bookmarks(JdbcClient jdbc, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  /** A job's bookmarks, one for each project that it has read. */
  public List<Map<String, Object>> of(String job) {
    return jdbc.sql(
            "select b.job, b.project, b.mode, b.publication_id, b.saved_at,"
                + " case when b.job = 'preprocess' then (select count(*) from lake_object o"
                + " where o.project = b.project and not o.is_to_read) end as objects_read,"
                + " case when b.job = 'preprocess' then (select count(*) from lake_object o"
                + " where o.project = b.project and o.is_to_read) end as objects_to_read_again"
                + " from bookmark b where b.job = ? order by b.project")
        .param(job)
        .query()
        .listOfRows();
  }

  /** Says what runs do with the bookmark from now on. */
  public void set(String job, String project, Mode mode) {
    change(
        job,
        project,
        () ->
            jdbc.sql("update bookmark set mode = ? where job = ? and project = ?")
                .params(mode.name(), job, project)
                .update());
  }

  /** Sets the bookmark back to the beginning: the next run reads everything again. */
  public void reset(String job, String project) {
    rewind(job, project, null);
  }

  /**
   * Sets the bookmark back to where it was when that run of the job had ended.
   *
   * @param runId null: to the beginning
   */
  public void rewind(String job, String project, @Nullable Long runId) {
    change(
        job,
        project,
        () -> {
          if (job.equals(PREPROCESS)) {
            jdbc.sql(
                    "update lake_object set is_to_read = true where project = :project"
                        + " and not is_removed"
                        + " and publication_id > coalesce((select max(publication_id) from"
                        + " publication where job = :job and project = :project"
                        + " and run_id <= :run), 0)")
                .param("job", job)
                .param("project", project)
                .param("run", runId == null ? 0 : runId)
                .update();
          } else {
            jdbc.sql(
                    "update bookmark set publication_id = coalesce((select bookmark from publication"
                        + " where job = :job and project = :project and run_id <= :run"
                        + " order by publication_id desc limit 1), 0)"
                        + " where job = :job and project = :project")
                .param("job", job)
                .param("project", project)
                .param("run", runId == null ? 0 : runId)
                .update();
          }
        });
  }

  /**
   * Sets the bookmark of preprocess back for what arrived on some days, unless a backfill of these
   * days has begun and is not over.
   *
   * @return false when one has begun: then only what it has not read is left to read
   */
  public boolean beginBackfill(String project, LocalDate first, LocalDate last) {
    boolean[] begins = new boolean[1];
    change(
        PREPROCESS,
        project,
        () -> {
          begins[0] =
              jdbc.sql(
                          "insert into backfill (project, first_day, last_day) values (?, ?, ?)"
                              + " on conflict do nothing")
                      .params(project, first, last)
                      .update()
                  == 1;
          if (begins[0]) {
            jdbc.sql(
                    "update lake_object set is_to_read = true where project = ?"
                        + " and received_date between ? and ? and not is_removed")
                .params(project, first, last)
                .update();
          }
        });
    return begins[0];
  }

  /** Says that a backfill is over. */
  public void endBackfill(String project, LocalDate first, LocalDate last) {
    jdbc.sql("delete from backfill where project = ? and first_day = ? and last_day = ?")
        .params(project, first, last)
        .update();
  }

  /** Changes a bookmark, so that a run that read it before cannot publish any more. */
  private void change(String job, String project, Runnable operation) {
    transaction.executeWithoutResult(
        status -> {
          jdbc.sql(
                  "select pg_advisory_xact_lock("
                      + "hashtextextended(concat_ws('/', current_schema(), ?, ?), 0))")
              .params(job, project)
              .query()
              .listOfRows();
          jdbc.sql(
                  "insert into bookmark as b (job, project, publication_id, version) values (?, ?, 0, 1)"
                      + " on conflict (job, project) do update set version = b.version + 1,"
                      + " saved_at = now()")
              .params(job, project)
              .update();
          operation.run();
        });
  }
}
