package io.rivulet.ingest.plan;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import io.rivulet.event.BoundedPattern;
import io.rivulet.ingest.plan.TrackingPlan.Policy;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads the text of a tracking plan, YAML or JSON. */
final class PlanFile {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  // A sane expression looks at each character of the largest event a few times.
  private static final int MAX_STEPS = 1_000_000;

  // The schemas come from the file alone: nothing is fetched for a reference.
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder ->
              builder
                  .schemaCacheEnabled(false)
                  .schemaLoader(
                      loader ->
                          loader.allow(
                              iri -> iri.toString().startsWith("https://json-schema.org/draft/")))
                  .schemaRegistryConfig(
                      SchemaRegistryConfig.builder()
                          .locale(Locale.ENGLISH)
                          .formatAssertionsEnabled(true)
                          .regularExpressionFactory(
                              pattern -> new BoundedPattern(pattern, 0, MAX_STEPS)::isFoundIn)
                          .build()));

  private static final Schema SCHEMA_OF_SCHEMAS =
      SCHEMAS.getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));

  /** What stands in the file. */
  private record Content(
      @Nullable Policy onViolation,
      @Nullable Policy unplanned,
      @Nullable Map<String, JsonNode> events,
      @Nullable JsonNode traits) {}

  private PlanFile() {}

  /**
   * Reads a plan.
   *
   * @param source what to call it in messages
   * @throws InvalidPlanException naming source, line and reason
   */
  static TrackingPlan parse(String source, String text) throws InvalidPlanException {
    Content content;
    try {
      content = YAML.readValue(text, Content.class);
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? -1 : e.getLocation().getLineNr();
      throw new InvalidPlanException(source, line, firstLine(e.getOriginalMessage()));
    }
    if (content == null || (content.events() == null && content.traits() == null)) {
      throw new InvalidPlanException(source, -1, "it has neither events nor traits");
    }
    Map<String, Schema> events = new HashMap<>();
    for (Map.Entry<String, JsonNode> event :
        Objects.requireNonNullElse(content.events(), Map.<String, JsonNode>of()).entrySet()) {
      JsonPointer place =
          JsonPointer.empty().appendProperty("events").appendProperty(event.getKey());
      events.put(event.getKey(), schema(source, text, place, event.getValue()));
    }
    return new TrackingPlan(
        Objects.requireNonNullElse(content.onViolation(), Policy.FLAG),
        Objects.requireNonNullElse(content.unplanned(), Policy.ALLOW),
        events,
        content.traits() == null
            ? null
            : schema(source, text, JsonPointer.empty().appendProperty("traits"), content.traits()));
  }

  /** The schema that stands at a place of the file; one that allows all where nothing stands. */
  private static Schema schema(
      String source, String text, JsonPointer place, @Nullable JsonNode node)
      throws InvalidPlanException {
    JsonNode written = node == null || node.isNull() ? BooleanNode.TRUE : node;
    try {
      List<Error> errors = SCHEMA_OF_SCHEMAS.validate(written);
      if (!errors.isEmpty()) {
        Error error = errors.get(0);
        JsonPointer where =
            place.append(JsonPointer.compile(error.getInstanceLocation().toString()));
        throw new InvalidPlanException(
            source, lineOf(text, where), where + " is no JSON Schema: " + error.getMessage());
      }
      Schema schema = SCHEMAS.getSchema(written);
      schema.initializeValidators();
      return schema;
    } catch (InvalidPlanException e) {
      throw e;
    } catch (RuntimeException e) {
      // A reference to nowhere, an expression that is none.
      throw new InvalidPlanException(
          source,
          lineOf(text, place),
          place + " is no JSON Schema: " + firstLine(String.valueOf(e.getMessage())));
    }
  }

  /** The line at which the value of that place begins; -1 when there is none. */
  private static int lineOf(String text, JsonPointer place) {
    String wanted = place.toString();
    try (JsonParser yaml = YAML.createParser(text)) {
      for (JsonToken token = yaml.nextToken(); token != null; token = yaml.nextToken()) {
        if (token == JsonToken.PROPERTY_NAME
            && yaml.streamReadContext().pathAsPointer().toString().equals(wanted)) {
          return yaml.currentTokenLocation().getLineNr();
        }
      }
    } catch (JacksonException e) {
      return -1;
    }
    return -1;
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }
}
