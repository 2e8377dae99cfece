package io.rivulet.ingest.http;

import io.rivulet.event.EventType;
import io.rivulet.ingest.body.Packet;
import io.rivulet.ingest.decode.RevoltDecoder;
import io.rivulet.ingest.decode.SegmentDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * What a path stands for. A trailing slash means nothing.
 *
 * @param name for metrics: the path without what varies
 * @param type type of the events of a single-event route
 * @param trackingId Revolt's user name, which is the project's id; null for Segment
 * @param appInstanceId the Revolt installation; null for Segment
 */
record Route(
    String name,
    Packet.Shape shape,
    @Nullable EventType type,
    @Nullable String trackingId,
    @Nullable String appInstanceId) {

  private static final Set<String> BATCH = Set.of("batch", "import", "b");
  private static final Map<String, EventType> SINGLE =
      Map.ofEntries(
          Map.entry("track", EventType.TRACK),
          Map.entry("t", EventType.TRACK),
          Map.entry("identify", EventType.IDENTIFY),
          Map.entry("i", EventType.IDENTIFY),
          Map.entry("page", EventType.PAGE),
          Map.entry("p", EventType.PAGE),
          Map.entry("screen", EventType.SCREEN),
          Map.entry("s", EventType.SCREEN),
          Map.entry("group", EventType.GROUP),
          Map.entry("g", EventType.GROUP),
          Map.entry("alias", EventType.ALIAS),
          Map.entry("a", EventType.ALIAS));

  /** The route of an undecoded path; empty when there is none. */
  static Optional<Route> of(String path) {
    List<String> parts = Arrays.stream(path.split("/", -1)).filter(p -> !p.isEmpty()).toList();
    if (parts.size() == 2 && parts.get(0).equals("v1")) {
      return ofSegment(parts.get(1));
    }
    if (parts.size() == 5
        && parts.get(0).equals("api")
        && parts.get(1).equals("v1")
        && parts.get(4).equals("events")) {
      return ofRevolt(parts.get(2), parts.get(3));
    }
    return Optional.empty();
  }

  private static Optional<Route> ofSegment(String word) {
    if (BATCH.contains(word)) {
      return Optional.of(new Route("/v1/batch", Packet.Shape.BATCH, null, null, null));
    }
    return Optional.ofNullable(SINGLE.get(word))
        .map(type -> new Route("/v1/" + type.wireName(), Packet.Shape.SINGLE, type, null, null));
  }

  private static Optional<Route> ofRevolt(String trackingId, String appInstanceId) {
    try {
      return Optional.of(
          new Route(
              "/api/v1/events",
              Packet.Shape.ARRAY,
              null,
              StringUtils.uriDecode(trackingId, StandardCharsets.UTF_8),
              StringUtils.uriDecode(appInstanceId, StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  boolean isRevolt() {
    return trackingId != null;
  }

  String protocol() {
    return isRevolt() ? RevoltDecoder.PROTOCOL : SegmentDecoder.PROTOCOL;
  }
}
