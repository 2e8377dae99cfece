package io.rivulet.ingest.http;

import io.rivulet.event.project.Project;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What SDKs fetch when they start. They need neither Kafka nor the key: an SDK that finds no
 * document sends nothing at all, or sends to its vendor instead of us. Whether a key is anybody's
 * is said when events come.
 */
final class SettingsDocuments {
  private static final String WORKSPACE = "rivulet";

  private SettingsDocuments() {}

  /** For browser, Kotlin, Swift and Flutter SDKs: where to send, and that all may be sent. */
  static ObjectNode segment(String writeKey, PublicAddress address) {
    ObjectNode segment = object();
    segment.put("apiKey", writeKey);
    segment.put("apiHost", address.host() + "/v1");
    segment.put("protocol", address.protocol());
    segment.put("addBundledMetadata", true);
    ObjectNode http = segment.putObject("httpConfig");
    http.putObject("rateLimitConfig").put("enabled", true);
    http.putObject("backoffConfig").put("enabled", true);

    ObjectNode settings = object();
    settings.putObject("integrations").set("Segment.io", segment);
    settings.putObject("plan").putObject("track").putObject("__default").put("enabled", true);
    settings.putObject("edgeFunction");
    settings.putObject("middlewareSettings");
    settings.putObject("metrics").put("sampleRate", 0);
    settings.putArray("remotePlugins");
    settings.put("legacyVideoPluginsEnabled", false);
    return settings;
  }

  /**
   * For RudderStack's SDKs: that the source is there and has no destinations of its own.
   *
   * @param project null while the projects are not known
   */
  static ObjectNode rudderStack(String writeKey, @Nullable Project project) {
    ObjectNode source = object();
    source.put("id", project == null ? WORKSPACE : project.id());
    source.put("name", project == null ? WORKSPACE : project.name());
    source.put("writeKey", writeKey);
    source.put("enabled", true);
    source.put("workspaceId", WORKSPACE);
    source.putArray("destinations");
    source.putObject("config");
    ObjectNode document = object();
    document.set("source", source);
    return document;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
