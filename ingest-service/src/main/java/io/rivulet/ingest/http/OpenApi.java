package io.rivulet.ingest.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The description of all routes, as it stands in the resources. */
final class OpenApi {
  private static final String RESOURCE = "/rivulet/ingest/openapi.yaml";

  private final Answer json;
  private final Answer yaml;

  /** Reads the description. */
  OpenApi() {
    try (InputStream in = OpenApi.class.getResourceAsStream(RESOURCE)) {
      byte[] text = Objects.requireNonNull(in, RESOURCE).readAllBytes();
      this.yaml = Answer.ok("application/yaml", text);
      this.json = Answer.json(new YAMLMapper().readTree(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Answer json() {
    return json;
  }

  Answer yaml() {
    return yaml;
  }
}
