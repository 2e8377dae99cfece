package io.rivulet.event.project;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads the configuration files that people write: names in kebab-case, none that is not known,
 * enums in any case, durations such as {@code 30m}.
 */
public final class StrictYaml {

  /** The text says something that cannot be. The message names file, line and reason. */
  public static final class InvalidYamlException extends Exception {
    public InvalidYamlException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** How Jackson's messages of that begin; the rest names classes. */
  private static final String OF_ANOTHER_TYPE = "Cannot ";

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .addModule(
              new SimpleModule("rivulet-durations")
                  .addDeserializer(Duration.class, new DurationDeserializer()))
          .build();

  private StrictYaml() {}

  /**
   * Reads a text.
   *
   * @param source what to call it in messages, such as {@code projects file config/projects.yml}
   * @throws InvalidYamlException naming source, line and reason
   */
  public static <T> T read(String source, String yaml, Class<T> type) throws InvalidYamlException {
    try {
      T value = YAML.readValue(yaml, type);
      if (value == null) {
        throw new InvalidYamlException("invalid " + source + ": it is empty", null);
      }
      return value;
    } catch (JacksonException e) {
      int line = lineOf(e);
      String where = line > 0 ? source + " at or just before line " + line : source;
      throw new InvalidYamlException("invalid " + where + ": " + reason(e), e);
    }
  }

  private static int lineOf(JacksonException e) {
    int line = e.getLocation() == null ? -1 : e.getLocation().getLineNr();
    return e.getCause() instanceof JacksonException cause ? Math.max(line, lineOf(cause)) : line;
  }

  /** What the deepest cause says. */
  private static String reason(Throwable e) {
    Throwable cause = e.getCause();
    if (cause instanceof JacksonException || cause instanceof IllegalArgumentException) {
      return reason(cause);
    }
    String message =
        String.valueOf(
            e instanceof JacksonException jackson ? jackson.getOriginalMessage() : e.getMessage());
    if (e instanceof UnrecognizedPropertyException unknown) {
      return path(unknown) + " is not known; known are " + sorted(unknown.getKnownPropertyIds());
    }
    if (e instanceof MismatchedInputException other && message.startsWith(OF_ANOTHER_TYPE)) {
      // Of lists and texts no value: it may be a key.
      String found =
          other instanceof InvalidFormatException value && value.getTargetType().isEnum()
              ? " is '" + value.getValue() + "', not "
              : " is not ";
      return path(other) + found + expected(other.getTargetType());
    }
    return message.lines().findFirst().orElse("");
  }

  /** Such as {@code projects[1].write-keys}. */
  private static String path(JacksonException e) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference step : e.getPath()) {
      if (step.getPropertyName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
      }
    }
    return path.isEmpty() ? "the file" : path.toString();
  }

  private static String sorted(@Nullable Collection<Object> names) {
    return names == null
        ? "none"
        : names.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
  }

  private static String expected(@Nullable Class<?> type) {
    if (type == null) {
      return "what is expected there";
    } else if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(value -> value.toString().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(", ", "one of ", ""));
    } else if (Collection.class.isAssignableFrom(type)) {
      return "a list, such as [a, b]";
    } else if (type.isPrimitive() || Number.class.isAssignableFrom(type) || type == Boolean.class) {
      return type == boolean.class || type == Boolean.class ? "true or false" : "a number";
    } else if (type == String.class) {
      return "a text";
    } else {
      return Map.class.isAssignableFrom(type) || type.isRecord()
          ? "names with values, such as {a: b}"
          : "a " + type.getSimpleName();
    }
  }

  /** Reads {@code 30m}, {@code 24h}, {@code 45s}, {@code 7d} and ISO-8601 such as {@code PT30M}. */
  private static final class DurationDeserializer extends StdDeserializer<Duration> {
    private static final Pattern SHORT = Pattern.compile("(\\d{1,9})(s|m|h|d)");

    DurationDeserializer() {
      super(Duration.class);
    }

    @Override
    public Duration deserialize(JsonParser json, DeserializationContext context) {
      String text = json.getString().trim().toLowerCase(Locale.ROOT);
      Matcher m = SHORT.matcher(text);
      if (m.matches()) {
        long n = Long.parseLong(m.group(1));
        return switch (m.group(2)) {
          case "s" -> Duration.ofSeconds(n);
          case "m" -> Duration.ofMinutes(n);
          case "h" -> Duration.ofHours(n);
          default -> Duration.ofDays(n);
        };
      }
      try {
        return Duration.parse(text);
      } catch (java.time.format.DateTimeParseException e) {
        throw MismatchedInputException.from(
            json, Duration.class, "'" + text + "' is no duration such as 30m, 24h or 45s");
      }
    }
  }
}
