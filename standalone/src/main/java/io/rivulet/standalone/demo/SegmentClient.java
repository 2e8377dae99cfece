package io.rivulet.standalone.demo;

import io.rivulet.event.EventJson;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Speaks Segment's protocol: the website, the chat bot, the backend. */
final class SegmentClient implements Client {
  private final Outbox outbox;
  private final @Nullable String anonymousId;
  private final Function<Instant, Map<String, ?>> context;
  private @Nullable String userId;

  /**
   * @param anonymousId null for programs, which know the user
   * @param userId null while nobody has signed in
   * @param context of an event at that time
   */
  SegmentClient(
      Outbox outbox,
      @Nullable String anonymousId,
      @Nullable String userId,
      Function<Instant, Map<String, ?>> context) {
    this.outbox = outbox;
    this.anonymousId = anonymousId;
    this.userId = userId;
    this.context = context;
  }

  @Override
  public void open(Instant at) {}

  @Override
  public void look(Instant at, Place place) {
    ObjectNode page = event(at, "page").put("name", place.title());
    page.putObject("properties")
        .put("path", place.path())
        .put("url", "https://hourglass.example" + place.path())
        .put("title", place.title() + " · Hourglass");
    outbox.add(at, page);
  }

  @Override
  public void act(Instant at, String name, Map<String, ?> properties) {
    ObjectNode track = event(at, "track").put("event", name);
    track.set("properties", EventJson.mapper().valueToTree(properties));
    outbox.add(at, track);
  }

  @Override
  public void signIn(Instant at, String user, Map<String, ?> traits) {
    userId = user;
    ObjectNode identify = event(at, "identify");
    identify.set("traits", EventJson.mapper().valueToTree(traits));
    outbox.add(at, identify);
  }

  private ObjectNode event(Instant at, String type) {
    ObjectNode event = EventJson.mapper().createObjectNode();
    event.put("messageId", outbox.nextId()).put("type", type).put("timestamp", at.toString());
    if (anonymousId != null) {
      event.put("anonymousId", anonymousId);
    }
    if (userId != null) {
      event.put("userId", userId);
    }
    event.set("context", EventJson.mapper().valueToTree(context.apply(at)));
    return event;
  }
}
