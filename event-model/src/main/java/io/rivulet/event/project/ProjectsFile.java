package io.rivulet.event.project;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
 * The projects file, read once at the start and again whenever its content changed. An invalid
 * change is refused with the file, the line and the reason, and the last good reading stays.
 */
public final class ProjectsFile {

  /** The file cannot be read or says something that cannot be. The message names file and line. */
  public static final class InvalidProjectsException extends Exception {
    InvalidProjectsException(String message, Exception cause) {
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
                  .addDeserializer(java.time.Duration.class, new DurationDeserializer()))
          .build();

  private final Path path;
  private final SettledContent settled = new SettledContent();
  private volatile Projects current;

  /**
   * Opens the file.
   *
   * @throws InvalidProjectsException when there is no such file or it is invalid
   */
  public ProjectsFile(Path path) throws InvalidProjectsException {
    this.path = path;
    byte[] content = read();
    var unused = settled.isNew(content);
    this.current = parse(content);
  }

  /** The last good reading. */
  public Projects current() {
    return current;
  }

  /** Where the file is. */
  public Path path() {
    return path;
  }

  /**
   * Reads the file again where its content is another than last time, and has settled, see {@link
   * SettledContent}.
   *
   * @return whether {@link #current} changed
   * @throws InvalidProjectsException when the new content is invalid, once for each such content
   */
  public synchronized boolean reloadIfChanged() throws InvalidProjectsException {
    byte[] content = read();
    if (!settled.isNew(content)) {
      return false;
    }
    current = parse(content);
    return true;
  }

  private Projects parse(byte[] content) throws InvalidProjectsException {
    return parse(path.toString(), new String(content, StandardCharsets.UTF_8));
  }

  private byte[] read() throws InvalidProjectsException {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new InvalidProjectsException("cannot read projects file " + path + ": " + e, e);
    }
  }

  /**
   * Reads the text of a projects file.
   *
   * @param source what to call it in messages
   * @throws InvalidProjectsException naming source, line and reason
   */
  public static Projects parse(String source, String yaml) throws InvalidProjectsException {
    try {
      return YAML.readValue(yaml, Projects.class);
    } catch (JacksonException e) {
      int line = lineOf(e);
      String where = line > 0 ? source + " at or just before line " + line : source;
      String reason = deepest(e);
      throw new InvalidProjectsException("invalid projects file " + where + ": " + reason, e);
    }
  }

  private static int lineOf(JacksonException e) {
    int line = e.getLocation() == null ? -1 : e.getLocation().getLineNr();
    return e.getCause() instanceof JacksonException cause ? Math.max(line, lineOf(cause)) : line;
  }

  private static String deepest(Throwable e) {
    Throwable cause = e.getCause();
    if (cause instanceof JacksonException || cause instanceof IllegalArgumentException) {
      return deepest(cause);
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
