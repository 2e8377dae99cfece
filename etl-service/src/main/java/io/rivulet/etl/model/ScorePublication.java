package io.rivulet.etl.model;

import io.rivulet.etl.analytics.Bookmark;
import io.rivulet.etl.analytics.Publication;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.report.ReportJob;
import io.rivulet.etl.run.RunContext;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How what a model says of a project becomes visible, once for each state of it.
 *
 * @param job that publishes
 * @param bookmark of it, as it was when the work began
 * @param state what is published: which versions as of which day; empty for nothing
 */
public record ScorePublication(
    Warehouse warehouse, String job, String project, Bookmark bookmark, String state) {

  public static ScorePublication of(Warehouse warehouse, String job, String project, String state)
      throws SQLException {
    return new ScorePublication(
        warehouse, job, project, warehouse.catalog().bookmark(job, project), state);
  }

  /** The time of now as rows have it, UTC. */
  public static String scoredAt() {
    return LocalDateTime.ofInstant(Instant.now(), ZoneOffset.UTC).toString();
  }

  /** Whether it is visible already. */
  public boolean isDone() {
    return state.equals(Objects.requireNonNullElse(bookmark.settings(), ""));
  }

  /** Whether nothing was ever published of the project. */
  boolean isFirst() {
    return bookmark.settings() == null;
  }

  /** Puts rows in their place that become visible together. */
  @FunctionalInterface
  public interface Others {
    /** Puts them there. */
    void publish(Publication publication) throws SQLException, IOException;
  }

  /**
   * Replaces the project's rows by those of relations of the workbench that are called as their
   * tables.
   *
   * @param ofPersons the table whose rows are of persons
   * @param others tables beside it
   * @param newest the last publication that was read
   */
  void publish(
      RunContext run, Workbench workbench, String ofPersons, List<String> others, long newest)
      throws SQLException, IOException {
    publish(
        run,
        workbench,
        ofPersons,
        publication -> {
          for (String table : others) {
            publication.replaceAll(workbench, table, table);
          }
        },
        newest);
  }

  /**
   * Replaces the project's rows of persons by those of the relation of that name.
   *
   * @param newest the last publication that was read
   */
  void publish(RunContext run, Workbench workbench, String ofPersons, Others others, long newest)
      throws SQLException, IOException {
    publish(
        run,
        ofPersons,
        publication -> {
          publication.replaceAll(workbench, ofPersons, ofPersons);
          others.publish(publication);
        },
        newest);
  }

  /**
   * Replaces rows of persons. Report, and with it the erasure of a person, waits meanwhile: whom it
   * takes out of the persons afterwards erase takes out of the scores, and whoever is gone already
   * gets none.
   *
   * @param ofPersons the table whose rows are of persons
   * @param newest the last publication that was read
   */
  public void publish(RunContext run, String ofPersons, Others rows, long newest)
      throws SQLException, IOException {
    try (Publication publication = warehouse.publish(job, project, run.runId(), bookmark)) {
      publication.lock(ReportJob.NAME);
      rows.publish(publication);
      publication.execute(
          "delete from "
              + ofPersons
              + " s where project = ? and not exists (select 1 from person p"
              + " where p.project = s.project and p.person_id = s.person_id)",
          project);
      publication.recordSettings(job, state);
      publication.commit(newest);
    }
  }

  /** Rows of texts on their way into the workbench. */
  public static final class Rows implements AutoCloseable {
    private final Path file;
    private final BufferedWriter out;

    /** Those of a relation that is yet to be made. */
    public Rows(Workbench workbench, String relation) throws IOException {
      file = workbench.folder().resolve(relation + ".csv");
      out = Files.newBufferedWriter(file);
    }

    /** Adds a row. */
    public void add(Stream<String> texts) {
      try {
        out.write(
            texts
                .map(text -> '"' + text.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(",", "", "\n")));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write scores", e);
      }
    }

    /** The file of all rows; none can be added any more. */
    public Path done() throws IOException {
      out.close();
      return file;
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
