package io.rivulet.event.project;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.exc.MismatchedInputException;
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
        e instanceof JacksonException jackson ? jackson.getOriginalMessage() : e.getMessage();
    return String.valueOf(message).lines().findFirst().orElse("");
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
