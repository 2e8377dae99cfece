package io.rivulet.etl.ownmodel;

import io.rivulet.etl.engine.Engine;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.model.ScorePublication;
import io.rivulet.etl.quality.QualityGate;
import io.rivulet.etl.quality.QualityGate.Staged;
import io.rivulet.etl.run.RunContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Scores of persons on their way to {@code bi.own_scores}.
 *
 * @param workbench that holds them in {@code scored}
 * @param rows how many there are
 */
record OwnScores(Workbench workbench, long rows) {
  /** Of one model and project. */
  static final long MOST_ROWS = 5_000_000;

  /** Bytes of a file of scores. */
  private static final long LONGEST_FILE = 1L << 30;

  private static final Set<String> COLUMNS =
      Set.of("person_id", "score", "name", "label", "reason");

  private static final List<Staged> STAGED = List.of(new Staged("bi.own_scores", "own_score"));

  /** A file that cannot be one of scores; the message says why. */
  static final class BadScoresException extends IllegalArgumentException {
    BadScoresException(String message) {
      super(message);
    }
  }

  /**
   * Reads a file: columns {@code person_id}, {@code score}, and {@code name}, {@code label}, {@code
   * reason} where it has them.
   *
   * @param file in a folder that the workbench may read
   * @throws BadScoresException when it is not a file of scores
   */
  static OwnScores read(Workbench workbench, Path file) throws IOException {
    String name = file.getFileName().toString();
    if (Files.size(file) > LONGEST_FILE) {
      throw new BadScoresException(name + " is longer than " + LONGEST_FILE + " bytes");
    }
    try {
      workbench.tableAs(
          "told",
          "select * from "
              + (name.endsWith(".csv")
                  ? "read_csv("
                      + Engine.literal(file.toString())
                      + ", header = true, all_varchar = true, delim = ',', quote = '\"',"
                      + " escape = '\"', strict_mode = true)"
                  : "read_parquet(" + Engine.literal(file.toString()) + ")"));
    } catch (IllegalStateException e) {
      if (workbench.isCancelled()) {
        throw e;
      }
      throw new BadScoresException(
          name
              + " cannot be read: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
    requireColumns(name, workbench.columns("told"));
    workbench.tableAs(
        "scored",
        "select cast(person_id as varchar) as person_id, "
            + (workbench.columns("told").contains("name") ? "cast(name as varchar)" : "'score'")
            + " as score_name, try_cast(score as double) as score, "
            + List.of("label", "reason").stream()
                .map(
                    column ->
                        workbench.columns("told").contains(column)
                            ? "nullif(cast(" + column + " as varchar), '') as " + column
                            : "cast(null as varchar) as " + column)
                .collect(Collectors.joining(", "))
            + " from told");
    return checked(workbench, name);
  }

  /**
   * Those that are in relation {@code scored} already, with all columns.
   *
   * @param source what to call them in messages
   */
  static OwnScores checked(Workbench workbench, String source) {
    long rows = workbench.number("select count(*) from scored");
    if (rows == 0) {
      throw new BadScoresException(source + " has no rows");
    }
    if (rows > MOST_ROWS) {
      throw new BadScoresException(source + " has more than " + MOST_ROWS + " rows");
    }
    refuse(
        workbench,
        source,
        "without a person_id of 1 to 512 characters",
        "where person_id is null or length(person_id) not between 1 and 512");
    refuse(
        workbench,
        source,
        "whose score is no number from -1e12 to 1e12",
        "where score is null or isnan(score) or abs(score) > 1e12");
    refuse(
        workbench,
        source,
        "whose name is not of 1 to 64 characters",
        "where score_name is null or length(score_name) not between 1 and 64");
    refuse(
        workbench,
        source,
        "whose label or reason is longer than 255 characters",
        "where length(label) > 255 or length(reason) > 255");
    refuse(
        workbench,
        source,
        "with a person_id and name that another one has too",
        "qualify row_number() over (partition by person_id, score_name) > 1");
    return new OwnScores(workbench, rows);
  }

  private static void requireColumns(String name, List<String> columns) {
    Set<String> missing = new TreeSet<>(Set.of("person_id", "score"));
    missing.removeAll(columns);
    if (!missing.isEmpty()) {
      throw new BadScoresException(name + " lacks columns " + missing + ", it has " + columns);
    }
    Set<String> unknown = new TreeSet<>(columns);
    unknown.removeAll(COLUMNS);
    if (!unknown.isEmpty()) {
      throw new BadScoresException(
          name + " has columns " + unknown + ", which are none of " + new TreeSet<>(COLUMNS));
    }
  }

  private static void refuse(Workbench workbench, String source, String what, String which) {
    long rows = workbench.number("select count(*) from (select * from scored " + which + ")");
    if (rows > 0) {
      throw new BadScoresException(source + " has " + rows + " rows " + what);
    }
  }

  /**
   * Puts them in place of what the model said of the project before.
   *
   * @param newest the last publication of preprocess that was read
   * @return how many there are now; the others are of who is no person of the project
   */
  long publish(
      RunContext run,
      ScorePublication publication,
      QualityGate quality,
      String model,
      int version,
      long newest)
      throws SQLException, IOException {
    workbench.tableOf(
        "own_version",
        "model string, model_version integer, scored_at string",
        List.of(List.of(model, version, ScorePublication.scoredAt())));
    workbench.table("model", "own_score");
    quality.check(publication.job(), run.runId(), publication.project(), workbench, STAGED);
    run.checkStop();
    publication.publish(
        run,
        "own_score",
        p -> {
          p.execute(
              "delete from own_score where project = ? and model = ?",
              publication.project(),
              model);
          p.append(workbench, "own_score", "own_score");
        },
        newest);
    return JdbcClient.create(publication.warehouse().tables())
        .sql("select count(*) from own_score where project = ? and model = ?")
        .params(publication.project(), model)
        .query(Long.class)
        .single();
  }
}
