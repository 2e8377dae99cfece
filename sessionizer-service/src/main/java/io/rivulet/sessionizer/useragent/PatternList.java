package io.rivulet.sessionizer.useragent;

import io.rivulet.event.BoundedText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * One of the three lists of patterns of uap-core, as its specification says: the first pattern that
 * is found in the user agent gives the fields, each by a template or else by a group.
 */
final class PatternList {
  private static final Pattern GROUP = Pattern.compile("\\$([1-9])");

  private record Rule(FilteredPattern pattern, List<@Nullable String> templates) {}

  /** A member of a pattern that overrides a field, and the template where it is absent. */
  private record Field(String member, @Nullable String otherwise) {}

  private final List<Rule> rules;

  private PatternList(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** Browsers: family, major, minor and patch version. */
  static PatternList browsers(List<JsonNode> patterns) {
    return of(
        patterns,
        "user_agent_parsers",
        new Field("family_replacement", "$1"),
        new Field("v1_replacement", "$2"),
        new Field("v2_replacement", "$3"),
        new Field("v3_replacement", "$4"));
  }

  /** Operating systems: family, major, minor, patch version and what follows. */
  static PatternList systems(List<JsonNode> patterns) {
    return of(
        patterns,
        "os_parsers",
        new Field("os_replacement", "$1"),
        new Field("os_v1_replacement", "$2"),
        new Field("os_v2_replacement", "$3"),
        new Field("os_v3_replacement", "$4"),
        new Field("os_v4_replacement", "$5"));
  }

  /** Devices: family, manufacturer, model. */
  static PatternList devices(List<JsonNode> patterns) {
    return of(
        patterns,
        "device_parsers",
        new Field("device_replacement", "$1"),
        new Field("brand_replacement", null),
        new Field("model_replacement", "$1"));
  }

  /** The patterns as they are shipped: what is newer than uap-core's, and uap-core's. */
  static List<JsonNode> shipped() {
    return List.of(read("newer.yaml"), read("/regexes.yaml"));
  }

  private static JsonNode read(String resource) {
    try (InputStream yaml = PatternList.class.getResourceAsStream(resource)) {
      return new YAMLMapper().readTree(yaml);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the patterns of " + resource, e);
    }
  }

  private static PatternList of(List<JsonNode> files, String kind, Field... fields) {
    List<Rule> rules = new ArrayList<>();
    for (JsonNode pattern :
        files.stream().flatMap(file -> file.path(kind).valueStream()).toList()) {
      String regex = String.valueOf(text(pattern, "regex"));
      boolean ignoringCase = "i".equals(text(pattern, "regex_flag"));
      List<@Nullable String> templates = new ArrayList<>();
      for (Field field : fields) {
        String template = text(pattern, field.member());
        templates.add(template == null ? field.otherwise() : template);
      }
      rules.add(
          new Rule(
              FilteredPattern.of(regex, ignoringCase), Collections.unmodifiableList(templates)));
    }
    return new PatternList(rules);
  }

  private static @Nullable String text(JsonNode pattern, String member) {
    JsonNode value = pattern.get(member);
    return value == null || value.isNull() ? null : value.asString();
  }

  /**
   * The fields of the first pattern that is found, null where it does not tell; no fields when none
   * is found.
   *
   * @param trigrams of the same text
   * @throws BoundedText.TooManySteps when the text's steps are used up
   */
  List<@Nullable String> find(BoundedText text, Trigrams trigrams) {
    for (Rule rule : rules) {
      Matcher m = rule.pattern().find(text, trigrams);
      if (m != null) {
        List<@Nullable String> fields = new ArrayList<>();
        for (String template : rule.templates()) {
          fields.add(template == null ? null : filledIn(template, m));
        }
        return fields;
      }
    }
    return List.of();
  }

  /** The template with {@code $1} to {@code $9} replaced; null instead of an empty text. */
  private static @Nullable String filledIn(String template, Matcher m) {
    String text =
        template.indexOf('$') < 0
            ? template
            : GROUP
                .matcher(template)
                .replaceAll(place -> Matcher.quoteReplacement(group(m, place)));
    text = text.strip();
    return text.isEmpty() ? null : text;
  }

  private static String group(Matcher m, MatchResult place) {
    int group = Integer.parseInt(place.group(1));
    return group <= m.groupCount() ? Objects.requireNonNullElse(m.group(group), "") : "";
  }
}
