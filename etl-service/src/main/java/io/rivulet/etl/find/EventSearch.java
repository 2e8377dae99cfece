package io.rivulet.etl.find;

import io.rivulet.etl.Questions;
import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.Dataset;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.engine.Engine;
import io.rivulet.etl.lake.Lake;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Looks into the curated files. A message id says nothing of the day, so all days are looked
 * through, in the one column; a session's events are within two days of its start.
 */
final class EventSearch {

  /** A session has more only when a program sends them. */
  static final int MOST_EVENTS = 500;

  private final Lake lake;
  private final Warehouse warehouse;
  private final Questions questions;

  EventSearch(Lake lake, Warehouse warehouse, Questions questions) {
    this.lake = lake;
    this.warehouse = warehouse;
    this.questions = questions;
  }

  /** The curated event of a message id, with {@code raw_object}, the object it was read from. */
  Optional<JsonNode> byMessageId(String project, String messageId) throws InterruptedException {
    CuratedData curated = new CuratedData(lake, warehouse.catalog().partitions(project));
    return questions.ask(
        project,
        workbench -> {
          curated.view(workbench, "event", Dataset.EVENTS);
          workbench.view("find", "event_json");
          return Optional.ofNullable(
                  workbench.text(
                      "select json_object('event', cast(json as json), 'raw_object', raw_object)"
                          + " from event_json where event_id = "
                          + Engine.literal(messageId)
                          + " limit 1"))
              .map(JsonMapper.shared()::readTree);
        });
  }

  /**
   * The first events of a session in their order.
   *
   * @param startDate UTC date of the session's start
   */
  JsonNode ofSession(String project, String sessionId, LocalDate startDate)
      throws InterruptedException {
    CuratedData curated = new CuratedData(lake, warehouse.catalog().partitions(project));
    return questions.ask(
        project,
        workbench -> {
          // A session is cut 24 hours after its start.
          curated.view(
              workbench, "event", Dataset.EVENTS, List.of(startDate, startDate.plusDays(1)));
          workbench.view("find", "event_json");
          return JsonMapper.shared()
              .readTree(
                  workbench.text(
                      "select coalesce(cast(json_group_array(cast(json as json)) as varchar), '[]')"
                          + " from (select json from event_json where session_id = "
                          + Engine.literal(sessionId)
                          + " order by session_index limit "
                          + MOST_EVENTS
                          + ")"));
        });
  }
}
