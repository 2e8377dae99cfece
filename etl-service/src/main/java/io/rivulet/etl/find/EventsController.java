package io.rivulet.etl.find;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rivulet.etl.Questions;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.lake.Lake;
import io.rivulet.etl.trigger.UnreadObjects;
import io.rivulet.event.LakeObject;
import java.io.IOException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Where an event is, and the events of a session. */
@RestController
@RequestMapping("/api/events")
class EventsController {

  private static final int MOST_REFUSALS = 20;

  private final JdbcClient jdbc;
  private final EventSearch search;
  private final UnreadLines unread;

  EventsController(Lake lake, Warehouse warehouse, Questions questions) {
    this.jdbc = JdbcClient.create(warehouse.tables());
    this.search = new EventSearch(lake, warehouse, questions);
    this.unread = new UnreadLines(lake, new UnreadObjects(lake, warehouse.catalog()));
  }

  /**
   * What is known of a message id.
   *
   * @param event as it is curated; absent when it is not (yet), or was refused
   * @param archived the object it came in; of several copies the one that counts. Of an event that
   *     is not curated yet, where it is among the latest that preprocess has not read
   * @param report absent while the reports do not have it
   * @param refusals the latest; an event may be refused and then accepted, after a fix
   * @param reportedUntil when the latest event in the reports was received; absent while there is
   *     none
   */
  record Whereabouts(
      String project,
      @JsonProperty("message_id") String messageId,
      @Nullable JsonNode event,
      @Nullable Archived archived,
      @Nullable InReport report,
      List<Refused> refusals,
      @Nullable @JsonProperty("reported_until") OffsetDateTime reportedUntil) {}

  /**
   * An object in {@code raw/} and who read it.
   *
   * @param firstOffset offset in Kafka of the object's first line; the event has it or a later one
   * @param curatedByRun absent where nobody has read it yet, and once the publication is forgotten,
   *     as {@code curatedAt} is
   */
  record Archived(
      String object,
      String topic,
      int partition,
      @JsonProperty("first_offset") long firstOffset,
      @Nullable @JsonProperty("curated_by_run") Long curatedByRun,
      @Nullable @JsonProperty("curated_at") OffsetDateTime curatedAt) {

    Archived(LakeObject object, @Nullable Long curatedByRun, @Nullable OffsetDateTime curatedAt) {
      this(
          object.key(),
          object.topic(),
          object.partition(),
          object.firstOffset(),
          curatedByRun,
          curatedAt);
    }
  }

  /**
   * The state of the project's reports that has the event.
   *
   * @param day in the project's time zone
   */
  record InReport(String day, long run, @JsonProperty("published_at") OffsetDateTime publishedAt) {}

  /** A line in {@code quarantine/}. */
  record Refused(
      @JsonProperty("received_at") OffsetDateTime receivedAt,
      String reason,
      String message,
      String object) {}

  @GetMapping(params = "message_id")
  Whereabouts find(@RequestParam String project, @RequestParam("message_id") String messageId)
      throws InterruptedException, IOException {
    Optional<JsonNode> found = search.byMessageId(project, messageId);
    Optional<Archived> archived =
        found.isPresent()
            ? archived(found.get().path("raw_object").asString())
            : unread.objectWith(project, messageId).map(o -> new Archived(o, null, null));
    return new Whereabouts(
        project,
        messageId,
        found.map(one -> one.path("event")).orElse(null),
        archived.orElse(null),
        found
            .map(one -> one.at("/event/report_day").asString())
            .flatMap(day -> archived.flatMap(one -> report(project, one.object(), day)))
            .orElse(null),
        refusals(project, messageId),
        reportedUntil(project).orElse(null));
  }

  /**
   * @param day UTC date of the session's start
   */
  @GetMapping(params = "session_id")
  JsonNode session(
      @RequestParam String project,
      @RequestParam("session_id") String sessionId,
      @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate day)
      throws InterruptedException {
    return search.ofSession(project, sessionId, day);
  }

  private Optional<Archived> archived(String object) {
    return LakeObject.parse(object)
        .flatMap(
            key ->
                jdbc.sql(
                        "select p.run_id, p.published_at from lake_object o"
                            + " left join publication p using (publication_id) where o.object_key = ?")
                    .param(object)
                    .query(
                        (row, n) ->
                            new Archived(
                                key,
                                row.getObject(1, Long.class),
                                row.getObject(2, OffsetDateTime.class)))
                    .optional());
  }

  /** The reports have what publications up to their bookmark have curated. */
  private Optional<InReport> report(String project, String object, String day) {
    return jdbc.sql(
            "select f.run_id, f.published_at at time zone 'UTC' from data_freshness f"
                + " join bookmark b on b.project = f.project and b.job = 'report'"
                + " join lake_object o on o.publication_id <= b.publication_id"
                + " where f.project = ? and f.dataset = 'reports' and o.object_key = ?")
        .params(project, object)
        .query(
            (row, n) -> new InReport(day, row.getLong(1), row.getObject(2, OffsetDateTime.class)))
        .optional();
  }

  private Optional<OffsetDateTime> reportedUntil(String project) {
    return jdbc.sql(
            "select complete_until at time zone 'UTC' from data_freshness"
                + " where project = ? and dataset = 'reports' and complete_until is not null")
        .param(project)
        .query(OffsetDateTime.class)
        .optional();
  }

  private List<Refused> refusals(String project, String messageId) {
    return jdbc.sql(
            "select received_at at time zone 'UTC', reason, message, object_key from rejected_event"
                + " where project = ? and event_id = ? order by received_at desc limit ?")
        .params(project, messageId, MOST_REFUSALS)
        .query(
            (row, n) ->
                new Refused(
                    row.getObject(1, OffsetDateTime.class),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4)))
        .list();
  }
}
