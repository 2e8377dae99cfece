package io.rivulet.standalone.demo;

import io.rivulet.event.EventJson;
import io.rivulet.event.resend.Door;
import io.rivulet.standalone.replay.EventLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What one client sends, up to an instant: what comes after it has a number, and thereby an id, but
 * is not sent yet. So whatever is sent again later has the same id.
 */
final class Outbox {
  private final String client;
  private final Door door;
  private final Instant until;
  private final List<EventLine> lines = new ArrayList<>();
  private int number;

  /**
   * @param client names it, and with a number each of its events
   */
  Outbox(String client, Door door, Instant until) {
    this.client = client;
    this.door = door;
    this.until = until;
  }

  String nextId() {
    number++;
    return "demo-" + client + "-" + number;
  }

  void add(Instant at, JsonNode event) {
    if (!at.isAfter(until)) {
      lines.add(new EventLine(client, number, EventJson.mapper().writeValueAsBytes(event), door));
    }
  }

  List<EventLine> lines() {
    return List.copyOf(lines);
  }
}
