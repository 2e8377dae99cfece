package io.rivulet.standalone.demo;

import io.rivulet.event.EventJson;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Speaks Revolt's protocol: the apps for phones and for the desktop. */
final class RevoltClient implements Client {
  private final Outbox outbox;
  private final Function<Instant, Map<String, ?>> description;
  private @Nullable Map<String, ?> described;

  /**
   * @param description of the installation at that time, sent when it is another than before
   */
  RevoltClient(Outbox outbox, Function<Instant, Map<String, ?>> description) {
    this.outbox = outbox;
    this.description = description;
  }

  @Override
  public void open(Instant at) {
    Map<String, ?> now = description.apply(at);
    if (!now.equals(described)) {
      described = now;
      act(at, "system.appInstanceData", now);
    }
  }

  @Override
  public void look(Instant at, Place place) {
    act(at, "ui.activity.resumed", Map.of("activity", place.title()));
  }

  @Override
  public void act(Instant at, String type, Map<String, ?> properties) {
    ObjectNode event = EventJson.mapper().createObjectNode();
    event
        .putObject("meta")
        .put("id", outbox.nextId())
        .put("type", type)
        .put("timestamp", at.toEpochMilli());
    event.set("data", EventJson.mapper().valueToTree(properties));
    outbox.add(at, event);
  }

  @Override
  public void signIn(Instant at, String user, Map<String, ?> traits) {
    Map<String, Object> data = new HashMap<>(traits);
    data.put("appUserId", user);
    act(at, "user.signedIn", data);
  }
}
