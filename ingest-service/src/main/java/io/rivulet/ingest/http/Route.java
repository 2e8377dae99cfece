package io.rivulet.ingest.http;

import io.rivulet.event.EventType;
import io.rivulet.ingest.body.Packet;
import io.rivulet.ingest.decode.RevoltDecoder;
import io.rivulet.ingest.decode.SegmentDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/** What a path stands for. A trailing slash means nothing. */
sealed interface Route {
  List<String> POST = List.of("POST", "OPTIONS");
  List<String> IMAGE = List.of("GET", "OPTIONS");
  List<String> DOCUMENT = List.of("GET", "HEAD", "OPTIONS");

  /** For metrics and the quarantine: the path without what varies, types aside. */
  String name();

  /** What may be done with it. */
  List<String> methods();

  /** Whether it may be used so. OPTIONS are taken by all routes and not asked for here. */
  default boolean takes(String method) {
    return methods().contains(method);
  }

  /**
   * Takes events.
   *
   * @param protocol name of the protocol in events and rejections
   * @param type type of the events of a single-event route that name none; null where there is none
   * @param trackingId Revolt's user name, which is the project's id; null for the others
   * @param appInstanceId the Revolt installation; null for the others
   */
  record Events(
      String name,
      String protocol,
      Packet.Shape shape,
      @Nullable EventType type,
      @Nullable String trackingId,
      @Nullable String appInstanceId)
      implements Route {

    @Override
    public List<String> methods() {
      return isPixel() ? IMAGE : POST;
    }

    boolean isRevolt() {
      return trackingId != null;
    }

    /** Whether the event stands in the query, and the answer is an image whatever comes of it. */
    boolean isPixel() {
      return protocol.equals(PIXEL_PROTOCOL);
    }
  }

  /** What browser, Kotlin, Swift and Flutter SDKs ask for before they send anything. */
  record Settings(String writeKey) implements Route {
    @Override
    public String name() {
      return "/v1/projects/settings";
    }

    @Override
    public List<String> methods() {
      return DOCUMENT;
    }
  }

  /** Routes that are all in their name. */
  enum Plain implements Route {
    /** Measurements of the SDKs about themselves, which nobody here reads. */
    TELEMETRY("/v1/m"),
    /** What RudderStack's SDKs ask for before they send anything. */
    SOURCE_CONFIG("/sourceConfig"),
    /** The description of all routes, as JSON. */
    OPENAPI_JSON("/openapi.json"),
    /** The same as YAML. */
    OPENAPI_YAML("/openapi.yaml");

    private final String path;

    Plain(String path) {
      this.path = path;
    }

    @Override
    public List<String> methods() {
      return this == TELEMETRY ? POST : DOCUMENT;
    }
  }

  /** Name of the protocol of events that come with an image. */
  String PIXEL_PROTOCOL = "pixel";

  /** The route of an undecoded path; empty when there is none. */
  static Optional<Route> of(String path) {
    String bare =
        path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    Route fixed = Table.FIXED.get(bare);
    return fixed != null ? Optional.of(fixed) : Table.withVariables(bare);
  }

  /** All paths that lead somewhere; what varies stands in braces. */
  static List<String> paths() {
    TreeSet<String> paths = new TreeSet<>(Table.FIXED.keySet());
    paths.addAll(
        List.of(
            Table.JITSU + "{type}",
            Table.JITSU_SERVER + "{type}",
            Table.PIXEL + "{type}",
            Table.PROJECTS + "{writeKey}" + Table.SETTINGS,
            Table.REVOLT + "{trackingId}/{appInstanceId}" + Table.EVENTS));
    return List.copyOf(paths);
  }

  /** Where the paths lead. */
  final class Table {
    private static final String JITSU = "/api/s/";
    private static final String JITSU_SERVER = "/api/s/s2s/";
    private static final String PIXEL = "/v1/pixel/";
    private static final String PROJECTS = "/v1/projects/";
    private static final String SETTINGS = "/settings";
    private static final String REVOLT = "/api/v1/";
    private static final String EVENTS = "/events";

    private static final Map<String, EventType> TYPES =
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

    private static final Map<String, Route> FIXED = fixed();

    private Table() {}

    private static Map<String, Route> fixed() {
      Map<String, Route> routes = new HashMap<>();
      for (String path : List.of("/v1/batch", "/v1/import", "/v1/b")) {
        routes.put(path, segment("/v1/batch", Packet.Shape.BATCH, null));
      }
      routes.put("/beacon/v1/batch", segment("/beacon/v1/batch", Packet.Shape.BATCH, null));
      TYPES.forEach(
          (word, type) ->
              routes.put(
                  "/v1/" + word, segment("/v1/" + type.wireName(), Packet.Shape.SINGLE, type)));
      for (Plain plain : Plain.values()) {
        routes.put(plain.path, plain);
      }
      return Map.copyOf(routes);
    }

    private static Events segment(String name, Packet.Shape shape, @Nullable EventType type) {
      return new Events(name, SegmentDecoder.PROTOCOL, shape, type, null, null);
    }

    private static Optional<Route> withVariables(String path) {
      if (path.startsWith(REVOLT) && path.endsWith(EVENTS)) {
        return revolt(path);
      }
      if (path.startsWith(JITSU)) {
        int from = path.startsWith(JITSU_SERVER) ? JITSU_SERVER.length() : JITSU.length();
        return segmentAt(path, from).map(word -> single("/api/s", SegmentDecoder.PROTOCOL, word));
      }
      if (path.startsWith(PIXEL)) {
        return segmentAt(path, PIXEL.length())
            .map(word -> single("/v1/pixel", PIXEL_PROTOCOL, word));
      }
      if (path.startsWith(PROJECTS) && path.endsWith(SETTINGS)) {
        return segmentAt(path.substring(0, path.length() - SETTINGS.length()), PROJECTS.length())
            .flatMap(Table::decoded)
            .map(Settings::new);
      }
      return Optional.empty();
    }

    /** Takes one event, whose type the last word of the path names if it is one. */
    private static Events single(String name, String protocol, String word) {
      EventType type = TYPES.get(word);
      return new Events(
          type == null ? name : name + '/' + type.wireName(),
          protocol,
          Packet.Shape.SINGLE,
          type,
          null,
          null);
    }

    /** All of a path from there on, where that is one segment. */
    private static Optional<String> segmentAt(String path, int from) {
      return path.length() > from && path.indexOf('/', from) < 0
          ? Optional.of(path.substring(from))
          : Optional.empty();
    }

    private static Optional<Route> revolt(String path) {
      List<String> variables =
          List.of(
              path.substring(
                      REVOLT.length(), Math.max(REVOLT.length(), path.length() - EVENTS.length()))
                  .split("/", -1));
      if (variables.size() != 2 || variables.contains("")) {
        return Optional.empty();
      }
      Optional<String> trackingId = decoded(variables.get(0));
      Optional<String> instanceId = decoded(variables.get(1));
      return trackingId.isEmpty() || instanceId.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Events(
                  "/api/v1/events",
                  RevoltDecoder.PROTOCOL,
                  Packet.Shape.ARRAY,
                  null,
                  trackingId.get(),
                  instanceId.get()));
    }

    private static Optional<String> decoded(String segment) {
      try {
        return Optional.of(StringUtils.uriDecode(segment, StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
  }
}
