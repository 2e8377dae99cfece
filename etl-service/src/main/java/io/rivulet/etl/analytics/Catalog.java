package io.rivulet.etl.analytics;

import io.rivulet.etl.analytics.Bookmark.Mode;
import io.rivulet.etl.lake.Lake.Found;
import io.rivulet.event.LakeObject;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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

  /** A raw object that a publication of preprocess has read. */
  public record RawObject(String key, long publicationId) {

    /** The object as the lake fetches it; its size is not known. */
    public Found found() {
      return new Found(LakeObject.parse(key).orElseThrow(), key, 0);
    }
  }

  private final JdbcClient jdbc;

  public Catalog(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** All partitions of a project's curated datasets, as of one instant. */
  public List<Partition> partitions(String project) {
    return jdbc.sql(
            "select dataset, event_date, object_keys, publication_id from curated_partition"
                + " where project = ? order by dataset, event_date")
        .param(project)
        .query(Catalog::partition)
        .list();
  }

  /** Ids of the projects that have curated data, in alphabetical order. */
  public List<String> curatedProjects() {
    return jdbc.sql("select distinct project from curated_partition order by project")
        .query(String.class)
        .list();
  }

  /** Which of the objects that arrived on that day have been read, and are not to be read again. */
  public Set<String> readObjects(String project, LocalDate receivedDate) {
    return new HashSet<>(
        jdbc.sql(
                "select object_key from lake_object"
                    + " where project = ? and received_date = ? and not is_to_read")
            .params(project, receivedDate)
            .query(String.class)
            .list());
  }

  /** The raw objects that publications later than that one have read, in their order. */
  public List<RawObject> rawObjectsAfter(String project, long publicationId) {
    return jdbc.sql(
            "select object_key, publication_id from lake_object where project = ?"
                + " and publication_id > ? and area = 'raw' order by publication_id, object_key")
        .params(project, publicationId)
        .query((row, n) -> new RawObject(row.getString(1), row.getLong(2)))
        .list();
  }

  /** Rows of each of a project's curated datasets. */
  public Map<Dataset, Long> rows(String project) {
    Map<Dataset, Long> rows = new EnumMap<>(Dataset.class);
    jdbc.sql(
            "select dataset, sum(row_count) from curated_partition where project = ?"
                + " group by dataset")
        .param(project)
        .query(
            row -> {
              rows.put(Dataset.valueOf(row.getString(1).toUpperCase(Locale.ROOT)), row.getLong(2));
            });
    return rows;
  }

  /** Which of the objects that arrived on that day have ever been read. */
  public Set<String> everRead(String project, LocalDate receivedDate) {
    return new HashSet<>(
        jdbc.sql("select object_key from lake_object where project = ? and received_date = ?")
            .params(project, receivedDate)
            .query(String.class)
            .list());
  }

  /** Which of these objects have ever been read. */
  public List<String> everRead(Collection<String> keys) {
    return jdbc.sql(
            "select object_key from lake_object"
                + " where object_key in (select unnest(string_to_array(?, chr(10))))")
        .param(String.join("\n", keys))
        .query(String.class)
        .list();
  }

  /** Whose events of a project are not curated. */
  public Suppressions suppressions(String project) {
    return new Suppressions(
        project,
        jdbc.sql("select salt from mart.suppression_salt").query(String.class).single(),
        new HashSet<>(
            jdbc.sql("select id_hash from mart.suppression where project = ?")
                .param(project)
                .query(String.class)
                .list()));
  }

  /** From which day on a project's events can still change anything. */
  public CuratedHorizon horizon(String project) {
    return jdbc.sql("select first_day, files_from from mart.curated_horizon where project = ?")
        .param(project)
        .query(
            (row, n) ->
                new CuratedHorizon(
                    row.getObject(1, LocalDate.class), row.getObject(2, LocalDate.class)))
        .optional()
        .orElse(CuratedHorizon.NONE);
  }

  /** The bookmark of a job for a project. */
  public Bookmark bookmark(String job, String project) {
    return jdbc.sql(
            "select publication_id, mode, version, settings from bookmark"
                + " where job = ? and project = ?")
        .params(job, project)
        .query(
            (row, n) ->
                new Bookmark(
                    row.getLong(1),
                    Mode.valueOf(row.getString(2)),
                    row.getLong(3),
                    row.getString(4)))
        .optional()
        .orElse(Bookmark.NONE);
  }

  /** The latest day of arrival (UTC) of which an object was read; empty before the first. */
  public Optional<LocalDate> lastReadDate(String project) {
    return jdbc.sql(
            "select received_date from lake_object where project = ? order by 1 desc limit 1")
        .param(project)
        .query(LocalDate.class)
        .optional();
  }

  /** The earliest day of arrival (UTC) of which an object is to be read again. */
  public Optional<LocalDate> firstDateToReadAgain(String project) {
    return jdbc.sql(
            "select received_date from lake_object where project = ? and is_to_read"
                + " order by 1 limit 1")
        .param(project)
        .query(LocalDate.class)
        .optional();
  }

  /** Whether all raw objects of a project were looked through within that many hours. */
  public boolean isSwept(String project, int hours) {
    return jdbc.sql(
            "select exists (select 1 from raw_sweep where project = ?"
                + " and swept_at > now() - make_interval(hours => ?))")
        .params(project, hours)
        .query(Boolean.class)
        .single();
  }

  /** Notes that all raw objects of a project have been looked through and read. */
  public void noteSweep(String project) {
    jdbc.sql(
            "insert into raw_sweep (project, swept_at) values (?, now())"
                + " on conflict (project) do update set swept_at = excluded.swept_at")
        .param(project)
        .update();
  }

  /**
   * What publications changed on one UTC day.
   *
   * @param added events that came
   * @param removed events that went
   * @param erased events that went with their persons
   */
  public record EventChange(LocalDate eventDate, long added, long removed, long erased) {}

  /** What publications of preprocess after that one changed, by day. */
  public List<EventChange> eventChanges(String project, long afterPublication) {
    return jdbc.sql(
            "select event_date, sum(added)::bigint as added, sum(removed)::bigint as removed,"
                + " sum(erased)::bigint as erased"
                + " from event_change where project = ? and publication_id > ? group by 1 order by 1")
        .params(project, afterPublication)
        .query(
            (row, n) ->
                new EventChange(
                    row.getObject(1, LocalDate.class),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4)))
        .list();
  }

  /**
   * Notes objects that are about to be uploaded: unless a publication names them, they are obsolete
   * from tomorrow on.
   */
  public void announce(Collection<String> keys) {
    jdbc.sql(
            "insert into obsolete_object (object_key, obsolete_at)"
                + " select unnest(string_to_array(?, chr(10))), now() + interval '1 day'")
        .param(String.join("\n", keys))
        .update();
  }

  /** Objects that no partition has named for at least {@code minutes} minutes. */
  public List<String> obsoleteObjects(int minutes) {
    return jdbc.sql(
            "select object_key from obsolete_object"
                + " where obsolete_at < now() - make_interval(mins => ?)")
        .param(minutes)
        .query(String.class)
        .list();
  }

  /**
   * Objects of a project that no partition names any more, and those that a run uploaded which had
   * begun before that moment.
   */
  public List<String> obsoleteObjects(String project, Instant begunBefore) {
    return jdbc.sql(
            "select object_key from obsolete_object where split_part(object_key, '/', 3) = ?"
                + " and (obsolete_at <= now() or obsolete_at < ?::timestamptz + interval '1 day')")
        .params("project=" + project, Timestamp.from(begunBefore))
        .query(String.class)
        .list();
  }

  /** Keys of all curated objects that are named anywhere, the obsolete ones too. */
  public Set<String> namedObjects() {
    String all =
        "select unnest(object_keys) from %1$s.curated_partition union all"
            + " select object_key from %1$s.obsolete_object";
    Set<String> keys =
        new HashSet<>(jdbc.sql(all.formatted(Warehouse.MART)).query(String.class).list());
    boolean hasShadow =
        jdbc.sql(
                "select to_regclass('shadow.curated_partition') is not null"
                    + " and to_regclass('shadow.obsolete_object') is not null")
            .query(Boolean.class)
            .single();
    if (hasShadow) {
      keys.addAll(jdbc.sql(all.formatted(Warehouse.SHADOW)).query(String.class).list());
    }
    return keys;
  }

  /** Events of each UTC date that were curated. */
  public Map<LocalDate, Long> eventsByDate(String project) {
    Map<LocalDate, Long> events = new TreeMap<>();
    jdbc.sql(
            "select event_date, row_count from curated_partition where project = ?"
                + " and dataset = 'events'")
        .param(project)
        .query(
            row -> {
              events.put(row.getObject(1, LocalDate.class), row.getLong(2));
            });
    return events;
  }

  /** Forgets an object that has been removed. */
  public void forgetObsolete(String key) {
    jdbc.sql("delete from obsolete_object where object_key = ?").param(key).update();
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
