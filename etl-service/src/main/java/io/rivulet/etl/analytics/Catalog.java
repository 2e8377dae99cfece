package io.rivulet.etl.analytics;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What database {@code analytics} knows of the lake: what has been read, what is curated. */
public final class Catalog {

  /**
   * One partition of a curated dataset.
   *
   * @param publicationId the publication that wrote it last
   */
  public record Partition(
      Dataset dataset, LocalDate eventDate, List<String> objectKeys, long publicationId) {}

  private final JdbcClient jdbc;

  public Catalog(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** All partitions of a project's curated datasets, as of one instant. */
  public List<Partition> partitions(String project) {
    return jdbc.sql(
            "select dataset, event_date, object_keys, publication_id from mart.curated_partition"
                + " where project = ? order by dataset, event_date")
        .param(project)
        .query(Catalog::partition)
        .list();
  }

  /** Ids of the projects that have curated data, in alphabetical order. */
  public List<String> curatedProjects() {
    return jdbc.sql("select distinct project from mart.curated_partition order by project")
        .query(String.class)
        .list();
  }

  /** Which of the objects that arrived on {@code from} or later have been read. */
  public Set<String> readObjects(String project, Optional<LocalDate> from) {
    return new HashSet<>(
        jdbc.sql("select object_key from mart.lake_object where project = ? and received_date >= ?")
            .params(project, from.orElse(LocalDate.of(1970, 1, 1)))
            .query(String.class)
            .list());
  }

  /** Up to which publication a job has read a project; 0 before the first time. */
  public long bookmark(String job, String project) {
    return jdbc.sql("select publication_id from mart.bookmark where job = ? and project = ?")
        .params(job, project)
        .query(Long.class)
        .optional()
        .orElse(0L);
  }

  /** When a job last published a project; empty before the first time. */
  public Optional<Instant> savedAt(String job, String project) {
    return jdbc.sql("select saved_at from mart.bookmark where job = ? and project = ?")
        .params(job, project)
        .query((row, n) -> row.getTimestamp(1).toInstant())
        .optional();
  }

  /** Objects that no partition has named for at least {@code minutes} minutes. */
  public List<String> obsoleteObjects(int minutes) {
    return jdbc.sql(
            "select object_key from mart.obsolete_object"
                + " where obsolete_at < now() - make_interval(mins => ?)")
        .param(minutes)
        .query(String.class)
        .list();
  }

  /** Forgets objects that have been removed. */
  public void forgetObsolete(Collection<String> keys) {
    for (String key : keys) {
      jdbc.sql("delete from mart.obsolete_object where object_key = ?").param(key).update();
    }
  }

  private static Partition partition(ResultSet row, int number) throws SQLException {
    Array keys = row.getArray("object_keys");
    return new Partition(
        Dataset.valueOf(row.getString("dataset").toUpperCase(Locale.ROOT)),
        row.getObject("event_date", LocalDate.class),
        Arrays.asList((String[]) keys.getArray()),
        row.getLong("publication_id"));
  }
}
