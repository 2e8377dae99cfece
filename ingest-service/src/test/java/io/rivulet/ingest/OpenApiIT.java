package io.rivulet.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.rivulet.event.EventJson;
import io.rivulet.stores.TestKafka;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Holds the description of the routes and the routes themselves side by side. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiIT {
  // OpenAPI 3.1 has the schemas of this draft.
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

  private TestKafka kafka;
  private Collector collector;
  private JsonNode document;

  /** One path with one method, as the description has it. */
  private record Operation(String path, String method, JsonNode item, JsonNode description) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  @BeforeAll
  void start(@TempDir Path directory) {
    kafka = TestKafka.start(directory.resolve("kafka"));
    collector = new Collector(kafka.bootstrapServers(), Collector.projectsFile(directory));
    collector.awaitReady();
    document = EventJson.mapper().readTree(collector.get("/openapi.json").body());
  }

  @AfterAll
  void stop() {
    collector.close();
    kafka.close();
  }

  @Test
  void it_is_served_as_json_and_as_yaml() {
    assertThat(document.get("openapi").asString()).startsWith("3.1");
    HttpResponse<String> yaml = collector.get("/openapi.yaml");
    assertThat(yaml.headers().firstValue("Content-Type")).contains("application/yaml");
    assertThat(yaml.body()).startsWith("openapi: 3.1");
  }

  @Test
  void every_reference_leads_somewhere() {
    List<String> references =
        document.findValuesAsString("$ref").stream().distinct().sorted().toList();

    assertThat(references)
        .hasSizeGreaterThan(30)
        .allSatisfy(r -> assertThat(document.at(r.substring(1)).isMissingNode()).isFalse());
  }

  @Test
  void the_examples_are_what_their_schemas_say() {
    for (Operation operation : operations()) {
      JsonNode body = requestBody(operation);
      if (body != null && body.get("schema").isObject()) {
        assertThat(problems(body.get("schema"), body.get("example"))).as("%s", operation).isEmpty();
      }
    }
  }

  @Test
  void every_operation_does_what_it_says() {
    assertThat(operations()).hasSizeGreaterThan(25);
    for (Operation operation : operations()) {
      if (isStream(operation)) {
        continue; // has no end; LiveIT reads one
      }
      HttpResponse<String> answer = call(operation, authorization(operation));

      assertThat(answer.statusCode()).as("%s: %s", operation, answer.body()).isEqualTo(200);
      assertDescribed(operation, answer);
    }
  }

  @Test
  void operations_refuse_wrong_keys_as_they_say() {
    for (Operation operation : operations()) {
      HttpResponse<String> answer = call(operation, Collector.basic("nobodys-key:"));

      boolean isOpen = !operation.description().path("responses").has("401");
      assertThat(answer.statusCode()).as("%s", operation).isEqualTo(isOpen ? 200 : 401);
      assertDescribed(operation, answer);
    }
  }

  @Test
  void operations_refuse_bodies_that_are_none_as_they_say() {
    for (Operation operation : operations()) {
      if (operation.method().equals("post")) {
        HttpResponse<String> answer =
            collector.send(
                collector
                    .request(path(operation))
                    .header("Authorization", authorization(operation))
                    .POST(HttpRequest.BodyPublishers.ofString("[{"))
                    .build());

        assertDescribed(operation, answer);
      }
    }
  }

  @Test
  void methods_that_it_does_not_name_are_not_taken() {
    for (String path : paths()) {
      Set<String> named =
          operations().stream()
              .filter(o -> o.path().equals(path))
              .map(Operation::method)
              .collect(Collectors.toSet());
      for (String method : List.of("get", "post", "put", "delete", "patch")) {
        if (!named.contains(method)) {
          HttpResponse<String> answer =
              collector.send(
                  collector
                      .request(path.replaceAll("[{}]", ""))
                      .method(method.toUpperCase(Locale.ROOT), HttpRequest.BodyPublishers.noBody())
                      .build());
          assertThat(answer.statusCode()).as("%s %s", method, path).isEqualTo(405);
          assertThat(answer.headers().firstValue("Allow").orElse("").split(", "))
              .containsExactlyInAnyOrderElementsOf(
                  Stream.concat(named.stream(), Stream.of("options"))
                      .map(m -> m.toUpperCase(Locale.ROOT))
                      .toList());
        }
      }
    }
  }

  private List<String> paths() {
    return List.copyOf(document.get("paths").propertyNames());
  }

  private List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    for (String path : paths()) {
      JsonNode item = resolved(document.get("paths").get(path));
      for (String member : item.propertyNames()) {
        if (METHODS.contains(member)) {
          operations.add(new Operation(path, member, item, item.get(member)));
        }
      }
    }
    return operations;
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").asString().substring(1)) : node;
  }

  /** What is sent as the body of an operation, with its schema; null where there is none. */
  private @Nullable JsonNode requestBody(Operation operation) {
    JsonNode body = operation.description().get("requestBody");
    return body == null ? null : resolved(body).get("content").get("application/json");
  }

  /** The path with the examples of its parameters. */
  private String path(Operation operation) {
    String path = operation.path();
    List<String> query = new ArrayList<>();
    for (JsonNode parameter : parameters(operation)) {
      String name = parameter.get("name").asString();
      String example = parameter.get("example").asString();
      if (parameter.get("in").asString().equals("path")) {
        path = path.replace("{" + name + "}", example);
      } else if (!name.equals("writeKey")) {
        query.add(name + "=" + example);
      }
    }
    assertThat(path).doesNotContain("{");
    return query.isEmpty() ? path : path + "?" + String.join("&", query);
  }

  private List<JsonNode> parameters(Operation operation) {
    List<JsonNode> parameters = new ArrayList<>();
    operation.item().path("parameters").forEach(p -> parameters.add(resolved(p)));
    operation.description().path("parameters").forEach(p -> parameters.add(resolved(p)));
    return parameters;
  }

  private static boolean isStream(Operation operation) {
    return operation.description().at("/responses/200/content").has("text/event-stream");
  }

  private static String authorization(Operation operation) {
    boolean isRevolt = operation.description().path("security").toString().contains("revolt");
    return Collector.basic(isRevolt ? "demo:demo-secret" : "demo-write-key:");
  }

  private HttpResponse<String> call(Operation operation, String authorization) {
    JsonNode body = requestBody(operation);
    return collector.send(
        collector
            .request(path(operation))
            .header("Authorization", authorization)
            .method(
                operation.method().toUpperCase(Locale.ROOT),
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.get("example").toString()))
            .build());
  }

  /** The status is described, and the body is of the type and form that the description says. */
  private void assertDescribed(Operation operation, HttpResponse<String> answer) {
    String what = operation + " answered " + answer.statusCode() + " " + answer.body();
    JsonNode responses = operation.description().get("responses");
    String status = Integer.toString(answer.statusCode());
    assertThat(responses.has(status)).as(what).isTrue();
    JsonNode content = resolved(responses.get(status)).path("content");
    if (content.isMissingNode()) {
      assertThat(answer.body()).as(what).isEmpty();
      return;
    }
    String type = answer.headers().firstValue("Content-Type").orElse("none");
    assertThat(content.has(type)).as(what + " as " + type).isTrue();
    if (type.equals("application/json")) {
      assertThat(
              problems(content.get(type).get("schema"), EventJson.mapper().readTree(answer.body())))
          .as(what)
          .isEmpty();
    }
  }

  /** What a value has that its schema does not permit. */
  private List<String> problems(JsonNode schema, JsonNode value) {
    ObjectNode whole = (ObjectNode) EventJson.mapper().readTree(schema.toString());
    whole.set("components", document.get("components"));
    return SCHEMAS.getSchema(whole).validate(value).stream().map(e -> e.toString()).toList();
  }
}
