package io.rivulet.etl.model;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Models, their runs, figures and versions, in database {@code ops}. */
public final class ModelRegistry {
  /** Versions that can be looked into and scored with again; of older ones the card stays. */
  private static final int ARTIFACTS = 20;

  /** Runs of a model of whose output the beginning and the end are kept. */
  private static final int LOGS = 20;

  /** Days after which runs that scored are forgotten. */
  private static final int SCORING_DAYS = 90;

  private static final JsonMapper JSON = JsonMapper.shared();

  private final JdbcClient ops;
  private final TransactionTemplate transaction;

  ModelRegistry(JdbcClient ops, TransactionTemplate transaction) {
    this.ops = ops;
    this.transaction = transaction;
  }

  /**
   * What a run of a model rested on.
   *
   * @param runId of the job
   * @param firstDay of the history; null where there was none, as with {@code lastDay}
   * @param publicationId the last publication of preprocess that was read
   * @param seed null where nothing is drawn
   */
  public record ModelRun(
      String project,
      String model,
      long runId,
      Map<String, Object> parameters,
      @Nullable LocalDate firstDay,
      @Nullable LocalDate lastDay,
      long publicationId,
      @Nullable Long seed) {

    /** One that told by a version what is so as of a day, from what came before it. */
    public static ModelRun ofScores(
        String project,
        String model,
        long runId,
        int version,
        LocalDate firstDay,
        LocalDate asOf,
        long publicationId) {
      return new ModelRun(
          project,
          model,
          runId,
          Map.of("version", version, "as_of", asOf.toString()),
          firstDay,
          asOf.minusDays(1),
          publicationId,
          null);
    }
  }

  /** What a version's card tells the registry; as JSON it is kept, and read again. */
  public interface Card {
    /** From 1, of its model and project. */
    int version();

    /** Whether the version takes the champion's place. */
    boolean isChampion();

    /** Why, in words. */
    String verdict();

    /** Metrics by their names, by what they are of. */
    Map<String, Map<String, Double>> metrics();

    /** For people, in Markdown. */
    String readable();
  }

  /** The version whose scores are published. */
  public record Champion<C extends Card>(int version, C card) {}

  /** The champion; empty where there is none. */
  public <C extends Card> Optional<Champion<C>> champion(
      String project, String model, Class<C> type) {
    return ops.sql(
            "select version, card from model_version join model using (model_id)"
                + " where project = ? and name = ? and status = 'champion'")
        .params(project, model)
        .query((row, n) -> new Champion<>(row.getInt(1), JSON.readValue(row.getString(2), type)))
        .optional();
  }

  /** What the champion's version learned, as a model stores itself. */
  byte[] artifact(String project, String model, Champion<?> champion) {
    return artifact(project, model, champion.version()).orElseThrow();
  }

  /** The number of the next version. */
  public int nextVersion(String project, String model) {
    return ops.sql(
            "select coalesce(max(version), 0) + 1 from model_version join model using (model_id)"
                + " where project = ? and name = ?")
        .params(project, model)
        .query(Integer.class)
        .single();
  }

  /** Notes that there was too little to learn from; returns that in words. */
  String refused(ModelRun run, List<String> missing) {
    String why = "refused: " + String.join(", ", missing);
    transaction.executeWithoutResult(status -> note(run, "train", "refused", why));
    return why;
  }

  /**
   * Notes a version, which becomes champion in place of another one where its card says so.
   *
   * @param artifact null where the card holds all that it learned
   */
  void learned(ModelRun run, Card card, byte @Nullable [] artifact) {
    learned(run, card, artifact, "");
  }

  /**
   * The same of what said something meanwhile.
   *
   * @param log what it said; empty for nothing
   */
  public void learned(ModelRun run, Card card, byte @Nullable [] artifact, String log) {
    transaction.executeWithoutResult(
        status -> {
          String outcome = card.isChampion() ? "champion" : "candidate";
          long id = note(run, "train", outcome, card.verdict());
          keepLog(id, log);
          card.metrics()
              .forEach(
                  (split, metrics) ->
                      metrics.forEach((metric, value) -> note(id, split, metric, value)));
          if (card.isChampion()) {
            ops.sql(
                    "update model_version set status = 'archived' where status = 'champion'"
                        + " and model_id = (select model_id from model_run where model_run_id = ?)")
                .param(id)
                .update();
          }
          ops.sql(
                  "insert into model_version (model_id, version, model_run_id, status, card,"
                      + " readable_card, artifact) select model_id, ?, model_run_id, ?, ?::jsonb,"
                      + " ?, ?::bytea from model_run where model_run_id = ?")
              .params(
                  Arrays.asList(
                      card.version(),
                      outcome,
                      JSON.writeValueAsString(card),
                      card.readable(),
                      artifact,
                      id))
              .update();
          ops.sql(
                  "update model_version set artifact = null where status <> 'champion'"
                      + " and version <= ? and artifact is not null"
                      + " and model_id = (select model_id from model_run where model_run_id = ?)")
              .params(card.version() - ARTIFACTS, id)
              .update();
        });
  }

  /**
   * Notes that a training failed by itself.
   *
   * @param metrics what it told of itself until then
   * @param log what it said; empty for nothing
   */
  public void failed(ModelRun run, String why, Map<String, Double> metrics, String log) {
    transaction.executeWithoutResult(
        status -> {
          long id = note(run, "train", "failed", why);
          metrics.forEach((metric, value) -> note(id, "test", metric, value));
          keepLog(id, log);
        });
  }

  private void keepLog(long modelRunId, String log) {
    if (log.isEmpty()) {
      return;
    }
    ops.sql("insert into model_log values (?, ?)").params(modelRunId, log).update();
    ops.sql(
            "delete from model_log where model_run_id in (select model_run_id from model_log"
                + " join model_run using (model_run_id) where model_id ="
                + " (select model_id from model_run where model_run_id = ?)"
                + " order by model_run_id desc offset ?)")
        .params(modelRunId, LOGS)
        .update();
  }

  /** Notes that persons were scored, and how far features have moved since the model learned. */
  public void scored(ModelRun run, String message, Map<String, Double> drift) {
    transaction.executeWithoutResult(
        status -> {
          long id = note(run, "score", "scored", message);
          drift.forEach((feature, psi) -> note(id, "drift", feature, psi));
          ops.sql(
                  "delete from model_run where kind = 'score'"
                      + " and ended_at < now() - make_interval(days => ?)")
              .param(SCORING_DAYS)
              .update();
        });
  }

  private long note(ModelRun run, String kind, String outcome, String message) {
    ops.sql("insert into model (project, name) values (?, ?) on conflict do nothing")
        .params(run.project(), run.model())
        .update();
    return ops.sql(
            "insert into model_run (model_id, run_id, kind, parameters, data_from, data_to,"
                + " data_publication_id, seed, code_version, outcome, message)"
                + " select model_id, ?, ?, ?::jsonb, ?::date, ?::date, ?, ?::bigint, ?, ?, left(?, 2000)"
                + " from model"
                + " where project = ? and name = ? returning model_run_id")
        .params(
            Arrays.asList(
                run.runId(),
                kind,
                JSON.writeValueAsString(run.parameters()),
                run.firstDay(),
                run.lastDay(),
                run.publicationId(),
                run.seed(),
                codeVersion(),
                outcome,
                message,
                run.project(),
                run.model()))
        .query(Long.class)
        .single();
  }

  private void note(long modelRunId, String split, String metric, double value) {
    ops.sql("insert into model_metric values (?, ?, ?, ?)")
        .params(modelRunId, split, metric, value)
        .update();
  }

  /** The version of the jar; {@code development} where classes are run from a folder. */
  private static String codeVersion() {
    return Optional.ofNullable(ModelRegistry.class.getPackage())
        .map(Package::getImplementationVersion)
        .orElse("development");
  }

  /** The versions of a project's models, of all projects where none is named, newest first. */
  List<Map<String, Object>> versions(@Nullable String project, int limit) {
    return ops.sql(
            "select project, name as model, version, status, run_id, message as verdict,"
                + " v.created_at::text as created_at from model_version v"
                + " join model using (model_id) join model_run using (model_run_id)"
                + " where ?::varchar is null or project = ?"
                + " order by v.created_at desc, version desc limit ?")
        .params(Arrays.asList(project, project, limit))
        .query()
        .listOfRows();
  }

  /**
   * The latest runs with their figures, newest first.
   *
   * @param model null for all models
   * @param kind train or score; null for both
   */
  List<Map<String, Object>> runs(
      String project, @Nullable String model, @Nullable String kind, int limit) {
    return ops.sql(
            "select model_run_id, name as model, run_id, kind, outcome, message, data_from::text as data_from,"
                + " data_to::text as data_to, data_publication_id, seed, code_version,"
                + " r.ended_at::text as ended_at, (select count(*) from model_trial t"
                + " where t.model_run_id = r.model_run_id) as trials, parameters::text as parameters,"
                + " (select json_agg(json_build_object('split', split, 'metric', metric,"
                + " 'value', value) order by split, metric)::text from model_metric m"
                + " where m.model_run_id = r.model_run_id) as metrics"
                + " from model_run r join model using (model_id) where project = ?"
                + " and (?::varchar is null or name = ?) and (?::varchar is null or kind = ?)"
                + " order by model_run_id desc limit ?")
        .params(Arrays.asList(project, model, model, kind, kind, limit))
        .query()
        .listOfRows();
  }

  /** What a run said; empty where that is not known, or not kept any more. */
  Optional<String> log(String project, String model, long modelRunId) {
    return ops.sql(
            "select log from model_log join model_run using (model_run_id)"
                + " join model using (model_id)"
                + " where project = ? and name = ? and model_run_id = ?")
        .params(project, model, modelRunId)
        .query(String.class)
        .optional();
  }

  /** What a version learned; empty where that is not kept. */
  Optional<byte[]> artifact(String project, String model, int version) {
    return ops.sql(
            "select artifact from model_version join model using (model_id)"
                + " where project = ? and name = ? and version = ? and artifact is not null")
        .params(project, model, version)
        .query((row, n) -> row.getBytes(1))
        .optional();
  }

  /** A version's card: JSON, or Markdown for people. */
  Optional<String> card(String project, String model, int version, boolean isReadable) {
    return ops.sql(
            "select "
                + (isReadable ? "readable_card" : "card::text")
                + " from model_version join model using (model_id)"
                + " where project = ? and name = ? and version = ?")
        .params(project, model, version)
        .query(String.class)
        .optional();
  }
}
