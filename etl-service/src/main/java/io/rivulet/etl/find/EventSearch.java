package io.rivulet.etl.find;

import io.rivulet.etl.Workbenches;
import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.Dataset;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.lake.Lake;
import io.rivulet.etl.run.Refusal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Looks into the curated files. A message id says nothing of the day, so all days are looked
 * through, in the one column; a session's events are within two days of its start.
 */
final class EventSearch {

  /** A session has more only when a program sends them. */
  static final int MOST_EVENTS = 500;

  /** Each search is an engine of its own, with the memory of a run. */
  private static final int SEARCHES_AT_ONCE = 1;

  private static final long WAIT_SECONDS = 5;

  private final Lake lake;
  private final Warehouse warehouse;
  private final Workbenches workbenches;
  private final Semaphore turns = new Semaphore(SEARCHES_AT_ONCE);

  EventSearch(Lake lake, Warehouse warehouse, Workbenches workbenches) {
    this.lake = lake;
    this.warehouse = warehouse;
    this.workbenches = workbenches;
  }

  /** The curated event of a message id, with {@code raw_object}, the object it was read from. */
  Optional<JsonNode> byMessageId(String project, String messageId) throws InterruptedException {
    CuratedData curated = new CuratedData(lake, warehouse.catalog().partitions(project));
    return search(
        project,
        workbench -> {
          curated.view(workbench, "event", Dataset.EVENTS);
          workbench.view("find", "event_json");
          return Optional.ofNullable(
                  workbench.text(
                      "select json_object('event', cast(json as json), 'raw_object', raw_object)"
                          + " from event_json where event_id = "
                          + Workbench.literal(messageId)
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
    return search(
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
                          + Workbench.literal(sessionId)
                          + " order by session_index limit "
                          + MOST_EVENTS
                          + ")"));
        });
  }

  private <T> T search(String project, Function<Workbench, T> question)
      throws InterruptedException {
    if (!turns.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
      throw new Refusal(
          HttpStatus.TOO_MANY_REQUESTS,
          "too_many_searches",
          "others are looking for events; try again in a moment");
    }
    try (Workbench workbench = workbenches.open(0, project)) {
      return question.apply(workbench);
    } finally {
      turns.release();
    }
  }
}
