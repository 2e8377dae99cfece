package io.rivulet.etl.model;

import io.rivulet.etl.model.ModelRegistry.ModelRun;
import io.rivulet.models.tuning.Trial;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** What was tried before a model was learned, in database {@code ops}: child rows of its run. */
final class TrialRegistry {
  /** Trainings of a model whose trials are kept. */
  private static final int RUNS = 20;

  private static final JsonMapper JSON = JsonMapper.shared();

  private final JdbcClient ops;
  private final TransactionTemplate transaction;

  TrialRegistry(JdbcClient ops, TransactionTemplate transaction) {
    this.ops = ops;
    this.transaction = transaction;
  }

  /**
   * Notes trials and forgets those of trainings of long ago.
   *
   * @param run which has been noted as one that learned
   */
  void tried(ModelRun run, List<Trial> trials, Optional<Trial> best) {
    transaction.executeWithoutResult(
        status -> {
          long id =
              ops.sql(
                      "select max(model_run_id) from model_run join model using (model_id)"
                          + " where project = ? and name = ? and run_id = ? and kind = 'train'")
                  .params(run.project(), run.model(), run.runId())
                  .query(Long.class)
                  .single();
          for (Trial trial : trials) {
            note(id, trial, best.equals(Optional.of(trial)));
          }
          ops.sql(
                  "delete from model_trial where model_run_id in (select t.model_run_id"
                      + " from (select distinct model_run_id from model_trial) t"
                      + " join model_run r using (model_run_id)"
                      + " where r.model_id = (select model_id from model_run where model_run_id = ?)"
                      + " order by t.model_run_id desc offset ?)")
              .params(id, RUNS)
              .update();
        });
  }

  private void note(long modelRunId, Trial trial, boolean isBest) {
    ops.sql("insert into model_trial values (?, ?, ?, ?::jsonb, ?, ?, ?, ?, left(?, 2000))")
        .params(
            Arrays.asList(
                modelRunId,
                trial.number(),
                trial.setting().learner(),
                JSON.writeValueAsString(trial.setting().parameters()),
                trial.share(),
                trial.took().toMillis() / 1000.0,
                trial.measured() == null ? "failed" : "succeeded",
                isBest,
                trial.failure()))
        .update();
    trial
        .figures()
        .forEach(
            (split, figures) ->
                figures.forEach(
                    (metric, value) ->
                        ops.sql("insert into model_trial_metric values (?, ?, ?, ?, ?)")
                            .params(modelRunId, trial.number(), split, metric, value)
                            .update()));
  }

  /** The trials of a run with their figures, in their order. */
  List<Map<String, Object>> of(String project, String model, long modelRunId) {
    return ops.sql(
            "select trial, learner, t.parameters::text as parameters, share, duration_seconds, state,"
                + " is_best, t.message, (select json_agg(json_build_object('split', split,"
                + " 'metric', metric, 'value', value) order by split, metric)::text"
                + " from model_trial_metric m where m.model_run_id = t.model_run_id"
                + " and m.trial = t.trial) as metrics"
                + " from model_trial t join model_run r using (model_run_id)"
                + " join model using (model_id)"
                + " where project = ? and name = ? and model_run_id = ? order by trial")
        .params(project, model, modelRunId)
        .query()
        .listOfRows();
  }
}
