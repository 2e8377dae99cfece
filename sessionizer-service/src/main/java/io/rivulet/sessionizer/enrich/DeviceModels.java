package io.rivulet.sessionizer.enrich;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import ua_parser.Parser;

/**
 * Manufacturer and model of the device that a user agent names, by the device patterns of uap-core.
 * uap-java brings those patterns but reads only a device's family out of them.
 */
final class DeviceModels {
  /** What uap-core calls the family of crawlers. */
  static final String SPIDER = "Spider";

  /**
   * A device.
   *
   * @param family a name for the device, {@link #SPIDER} for crawlers
   */
  record DeviceModel(String family, @Nullable String manufacturer, @Nullable String model) {}

  private record DevicePattern(
      Pattern pattern,
      @Nullable String family,
      @Nullable String manufacturer,
      @Nullable String model) {}

  private final List<DevicePattern> patterns;

  DeviceModels() {
    this.patterns = readPatterns();
  }

  /** The device of the first pattern that is found in the user agent; null when none is. */
  @Nullable DeviceModel find(String userAgent) {
    for (DevicePattern device : patterns) {
      Matcher m = device.pattern().matcher(userAgent);
      if (m.find()) {
        String first = m.groupCount() >= 1 ? m.group(1) : null;
        String family = filledIn(device.family(), m, first);
        return family == null
            ? null
            : new DeviceModel(
                family,
                filledIn(device.manufacturer(), m, null),
                filledIn(device.model(), m, first));
      }
    }
    return null;
  }

  /** The template with {@code $1} to {@code $9} replaced; null instead of an empty text. */
  private static @Nullable String filledIn(
      @Nullable String template, Matcher m, @Nullable String otherwise) {
    String text = template == null ? otherwise : template;
    if (text == null) {
      return null;
    }
    if (template != null && template.indexOf('$') >= 0) {
      for (int group = 1; group <= 9; group++) {
        String value = group <= m.groupCount() ? m.group(group) : null;
        text = text.replace("$" + group, value == null ? "" : value);
      }
    }
    text = text.strip();
    return text.isEmpty() ? null : text;
  }

  private static List<DevicePattern> readPatterns() {
    List<DevicePattern> patterns = new ArrayList<>();
    try (InputStream yaml = Parser.class.getResourceAsStream("/ua_parser/regexes.yaml")) {
      for (JsonNode device : new YAMLMapper().readTree(yaml).get("device_parsers")) {
        boolean ignoreCase = "i".equals(text(device, "regex_flag"));
        patterns.add(
            new DevicePattern(
                Pattern.compile(
                    String.valueOf(text(device, "regex")),
                    ignoreCase ? Pattern.CASE_INSENSITIVE : 0),
                text(device, "device_replacement"),
                text(device, "brand_replacement"),
                text(device, "model_replacement")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the patterns of uap-java", e);
    }
    return List.copyOf(patterns);
  }

  private static @Nullable String text(JsonNode device, String member) {
    JsonNode value = device.get(member);
    return value == null || value.isNull() ? null : value.asString();
  }
}
