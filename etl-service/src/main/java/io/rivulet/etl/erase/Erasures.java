package io.rivulet.etl.erase;

import io.rivulet.etl.analytics.Publication;
import io.rivulet.etl.analytics.Suppressions;
import io.rivulet.etl.engine.Workbench;
import java.io.IOException;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is known of erasures, in database {@code analytics}: the receipts, and while one is not done
 * whom it is about, so that it goes on where it was.
 */
final class Erasures {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final JdbcClient jdbc;

  /**
   * @param jdbc on the tables of schema {@code mart}
   */
  Erasures(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** One that is not done. */
  record Pending(long id, Instant requestedAt, Person person) {}

  /** The one of the same person that is not done. */
  Optional<Pending> pending(String project, String personHash) {
    return jdbc.sql(
            "select erasure_id, requested_at, ids from erasure"
                + " where project = ? and person_hash = ? and done_at is null")
        .params(project, personHash)
        .query(Erasures::pending)
        .optional();
  }

  private static Pending pending(ResultSet row, int number) throws SQLException {
    return new Pending(
        row.getLong("erasure_id"),
        row.getTimestamp("requested_at").toInstant(),
        JSON.readValue(row.getString("ids"), Person.class));
  }

  /**
   * Begins one, or adds to one that is not done what was found of the person since: ids, the events
   * of relation {@code person_event}, and that none of them is curated from now on.
   */
  void begin(
      Publication publication,
      Workbench workbench,
      String personHash,
      Person person,
      Suppressions hash,
      long runId)
      throws SQLException, IOException {
    String project = hash.project();
    publication.execute(
        "insert into erasure (project, person_hash, run_id, ids) select ?, ?, ?, '{}'::jsonb"
            + " where not exists (select 1 from erasure where project = ? and person_hash = ?"
            + " and done_at is null)",
        project,
        personHash,
        runId,
        project,
        personHash);
    publication.execute(
        "update erasure set ids = ?::jsonb"
            + " where project = ? and person_hash = ? and done_at is null",
        JSON.writeValueAsString(person),
        project,
        personHash);
    Array hashes = publication.array("text", person.hashes(hash));
    publication.execute(
        "insert into suppression (project, id_hash, erasure_id)"
            + " select e.project, h.id_hash, e.erasure_id from erasure e, unnest(?::text[]) as h"
            + " (id_hash) where e.project = ? and e.person_hash = ? and e.done_at is null"
            + " on conflict do nothing",
        hashes,
        project,
        personHash);
    publication.execute(
        "create temporary table found_event (event_id text, event_date date) on commit drop");
    publication.append(workbench, "person_event", "found_event");
    publication.execute(
        "insert into erasure_event select e.erasure_id, f.event_id, f.event_date"
            + " from erasure e, found_event f"
            + " where e.project = ? and e.person_hash = ? and e.done_at is null"
            + " on conflict do nothing",
        project,
        personHash);
  }

  /** The events that an erasure takes out. */
  Set<String> events(long erasureId) {
    return new HashSet<>(
        jdbc.sql("select event_id from erasure_event where erasure_id = ?")
            .param(erasureId)
            .query(String.class)
            .list());
  }

  /** Adds events that were found in raw objects. */
  void addEvents(long erasureId, Map<String, LocalDate> events) {
    jdbc.sql(
            "insert into erasure_event select ?, event, day::date"
                + " from unnest(?::text[], ?::text[]) as found (event, day)"
                + " on conflict do nothing")
        .params(
            erasureId,
            events.keySet().toArray(String[]::new),
            events.values().stream().map(LocalDate::toString).toArray(String[]::new))
        .update();
  }

  /** The UTC dates of the events. */
  List<LocalDate> dates(long erasureId) {
    return jdbc.sql("select distinct event_date from erasure_event where erasure_id = ? order by 1")
        .param(erasureId)
        .query(LocalDate.class)
        .list();
  }

  /** Adds to what the receipt says was removed of a layer. */
  void count(long erasureId, String layer, long more) {
    jdbc.sql(
            "update erasure set counts = jsonb_set(counts, array[:layer::text],"
                + " to_jsonb(coalesce((counts ->> :layer)::bigint, 0) + :more))"
                + " where erasure_id = :id")
        .param("layer", layer)
        .param("more", more)
        .param("id", erasureId)
        .update();
  }

  /** What the receipt says of a layer. */
  void note(long erasureId, String layer, long value) {
    jdbc.sql(
            "update erasure set counts = jsonb_set(counts, array[?::text], to_jsonb(?::bigint))"
                + " where erasure_id = ?")
        .params(layer, value, erasureId)
        .update();
  }

  /** Says that one is done, and forgets whom it was about. */
  void done(long erasureId) {
    jdbc.sql(
            "with forgotten as (delete from erasure_event where erasure_id = :id)"
                + " update erasure set done_at = now(), ids = null where erasure_id = :id")
        .param("id", erasureId)
        .update();
  }

  /**
   * Lets the person of an erasure in again.
   *
   * @return how many ids may come
   */
  int lift(String project, String personHash, Set<String> hashes) {
    int lifted =
        jdbc.sql(
                "delete from suppression where project = :project and (id_hash in (:hashes)"
                    + " or erasure_id in (select erasure_id from erasure where project = :project"
                    + " and person_hash = :person union select erasure_id from suppression"
                    + " where project = :project and id_hash in (:hashes)))")
            .param("project", project)
            .param("hashes", hashes)
            .param("person", personHash)
            .update();
    // Some may have come since the raw objects were looked through.
    jdbc.sql(
            "update lake_object set is_to_read = true"
                + " where project = ? and suppressed > 0 and not is_removed")
        .param(project)
        .update();
    return lifted;
  }

  /** Projects in which somebody was erased. */
  List<String> projects() {
    return jdbc.sql("select distinct project from suppression order by project")
        .query(String.class)
        .list();
  }

  /** One of the receipts, as far as the database has it. */
  record Receipt(
      long id,
      String project,
      String person,
      long runId,
      Instant requestedAt,
      Optional<Instant> doneAt,
      Map<String, Object> counts,
      long suppressedIds) {}

  /** The latest receipts, newest first. */
  List<Receipt> latest(int limit) {
    return jdbc.sql(
            "select e.*, (select count(*) from suppression s where s.erasure_id = e.erasure_id)"
                + " as suppressed_ids from erasure e order by e.erasure_id desc limit ?")
        .param(limit)
        .query(
            (row, n) ->
                new Receipt(
                    row.getLong("erasure_id"),
                    row.getString("project"),
                    row.getString("person_hash"),
                    row.getLong("run_id"),
                    row.getTimestamp("requested_at").toInstant(),
                    Optional.ofNullable(row.getTimestamp("done_at")).map(t -> t.toInstant()),
                    counts(row.getString("counts")),
                    row.getLong("suppressed_ids")))
        .list();
  }

  private static Map<String, Object> counts(String json) {
    Map<String, Object> counts = new LinkedHashMap<>();
    JSON.readTree(json)
        .properties()
        .forEach(layer -> counts.put(layer.getKey(), layer.getValue().asLong()));
    return counts;
  }

  /** Keys of the objects in raw/ that hold lines of persons who were erased. */
  Set<String> objectsWithSuppressedLines(String project) {
    return new HashSet<>(
        jdbc.sql("select object_key from lake_object where project = ? and suppressed > 0")
            .param(project)
            .query(String.class)
            .list());
  }

  /** How many lines are erased from each object that was read, as far as the balance knows. */
  Map<String, Long> erasedLines(String project) {
    Map<String, Long> erased = new LinkedHashMap<>();
    jdbc.sql("select object_key, erased from lake_object where project = ? and not is_removed")
        .param(project)
        .query(
            row -> {
              erased.put(row.getString(1), row.getLong(2));
            });
    return erased;
  }
}
