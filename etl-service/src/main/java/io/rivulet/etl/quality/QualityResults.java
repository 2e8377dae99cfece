package io.rivulet.etl.quality;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What rules said, in database {@code ops}. */
final class QualityResults {
  /** Results are forgotten after this many days, as runs are. */
  private static final int KEPT_DAYS = 14;

  private final JdbcClient ops;
  private final TransactionTemplate transaction;

  QualityResults(JdbcClient ops, TransactionTemplate transaction) {
    this.ops = ops;
    this.transaction = transaction;
  }

  /**
   * The values of a dataset's measures when a rule on them last held, the latest first, one of each
   * evaluation. Where a rule forbade publishing nothing is history, so that bad data does not
   * become the norm.
   */
  Function<String, List<Double>> history(String project, String dataset) {
    return measure ->
        ops.sql(
                "select max(value) from quality_result r where project = ? and dataset = ?"
                    + " and measure = left(?, 4000) and outcome = 'passed' and value is not null"
                    + " and not exists (select 1 from quality_result f where f.run_id = r.run_id"
                    + " and f.evaluated_at = r.evaluated_at and f.project = r.project"
                    + " and f.dataset = r.dataset and not f.is_part and f.level = 'fail'"
                    + " and f.outcome <> 'passed')"
                    + " and evaluated_at >= coalesce((select started_at from quality_history_start s"
                    + " where s.project = r.project and s.dataset = r.dataset), '-infinity')"
                    + " group by run_id, evaluated_at order by max(quality_result_id) desc limit "
                    + Thresholds.LONGEST_HISTORY)
            .params(project, dataset, measure)
            .query(Double.class)
            .list();
  }

  /** Keeps the results of one evaluation, all or none, and forgets old ones. */
  void keep(String job, long runId, String project, List<RuleResult> results) {
    transaction.executeWithoutResult(status -> write(job, runId, project, results));
  }

  private void write(String job, long runId, String project, List<RuleResult> results) {
    for (RuleResult result : results) {
      ops.sql(
              "insert into quality_result (run_id, job, project, dataset, rule, measure, is_part,"
                  + " level, outcome, value, threshold, message) values (?, ?, ?, ?,"
                  + " left(?, 4000), left(?, 4000), ?, ?, ?, ?, left(?, 512), left(?, 2000))")
          .params(
              Arrays.asList(
                  runId,
                  job,
                  project,
                  result.dataset(),
                  result.rule(),
                  result.measure(),
                  result.isPart(),
                  result.level().wireName(),
                  result.outcome().wireName(),
                  result.value(),
                  result.threshold(),
                  result.message()))
          .update();
    }
    ops.sql("delete from quality_result where evaluated_at < now() - make_interval(days => ?)")
        .param(KEPT_DAYS)
        .update();
  }

  /** The latest results, newest first; each filter is optional. */
  List<Map<String, Object>> latest(
      @Nullable String project,
      @Nullable String dataset,
      @Nullable Long runId,
      @Nullable String outcome,
      int limit) {
    return ops.sql(
            "select evaluated_at, run_id, job, project, dataset, rule, is_part, level, outcome,"
                + " value, threshold, message from quality_result"
                + " where (?::text is null or project = ?) and (?::text is null or dataset = ?)"
                + " and (?::bigint is null or run_id = ?) and (?::text is null or outcome = ?)"
                + " order by quality_result_id desc limit ?")
        .params(
            Arrays.asList(
                project, project, dataset, dataset, runId, runId, outcome, outcome, limit))
        .query()
        .listOfRows();
  }

  /**
   * Begins a dataset's history anew: from now on, older values are not compared with.
   *
   * @return false when it has none
   */
  boolean restartHistory(String project, String dataset) {
    return ops.sql(
                "insert into quality_history_start (project, dataset) select ?, ?"
                    + " where exists (select 1 from quality_result where project = ? and dataset = ?)"
                    + " on conflict (project, dataset) do update set started_at = now()")
            .params(project, dataset, project, dataset)
            .update()
        > 0;
  }
}
