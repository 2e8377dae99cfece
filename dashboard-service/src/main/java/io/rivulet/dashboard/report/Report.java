package io.rivulet.dashboard.report;

import io.rivulet.dashboard.range.InvalidChoiceException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a page shows: sections, each the rows of {@code /sql/<word>/<section>.sql} over the days
 * asked for.
 *
 * @param word names it in addresses
 * @param compared sections that are also asked over the days before
 * @param defaults choices beyond project and days, with what stands where none is made
 */
record Report(
    String word, List<String> sections, Set<String> compared, Map<String, String> defaults) {

  private static final List<Report> ALL =
      List.of(
          new Report("engagement", List.of("days"), Set.of("days"), Map.of()),
          new Report("part-engagement", List.of("days"), Set.of("days"), part()),
          new Report("events", List.of("events"), Set.of("events"), Map.of()),
          new Report(
              "funnels",
              List.of("funnels", "steps", "days"),
              Set.of("funnels", "steps", "days"),
              Map.of("funnel", "")),
          new Report("paths", List.of("transitions"), Set.of(), Map.of("kind", "view")),
          new Report("features", List.of("features"), Set.of("features"), Map.of()),
          new Report("feature-days", List.of("days"), Set.of("days"), Map.of("feature", "")),
          new Report("part-events", List.of("events"), Set.of("events"), Map.of("platform", "")),
          new Report(
              "part-event-days",
              List.of("days"),
              Set.of("days"),
              Map.of("platform", "", "name", "", "type", "")),
          new Report("event-days", List.of("days"), Set.of("days"), Map.of("name", "", "type", "")),
          new Report(
              "devices",
              List.of("values", "days"),
              Set.of("values"),
              Map.of("dimension", "device_type")),
          new Report(
              "part-devices",
              List.of("values", "days"),
              Set.of("values"),
              part("dimension", "device_type")),
          new Report(
              "segments",
              List.of("segments", "flows"),
              Set.of(),
              Map.of("scheme", "rfm", "over", "7")),
          new Report(
              "segment-days", List.of("days"), Set.of(), Map.of("scheme", "rfm", "segment", "")),
          new Report(
              "segment-persons",
              List.of("persons"),
              Set.of(),
              Map.of("scheme", "rfm", "segment", "")),
          new Report("parts", List.of("choices"), Set.of(), Map.of()),
          new Report("audience", List.of("totals", "days"), Set.of("totals", "days"), part()),
          new Report(
              "sessions",
              List.of("sessions", "totals", "choices"),
              Set.of(),
              part("person", "", "engaged", "")),
          new Report("person", List.of("person", "sessions"), Set.of(), Map.of("person", "")),
          new Report(
              "churn",
              List.of("summary", "tenths", "reasons", "choices"),
              Set.of(),
              Map.of("platform", "", "country", "")),
          new Report(
              "churn-persons",
              List.of("persons"),
              Set.of(),
              Map.of("platform", "", "country", "", "tenth", "", "reason", "")),
          new Report(
              "recommendations",
              List.of("models", "popular", "persons", "list"),
              Set.of(),
              Map.of("item_property", "", "person", "")));

  /** Longer than any id that the reports have. */
  private static final int MAX_CHOICE_LENGTH = 1_024;

  /** A part of the people, an empty choice being any; and further choices with their defaults. */
  private static Map<String, String> part(String... others) {
    Map<String, String> defaults = new LinkedHashMap<>();
    List.of("platform", "country", "app_version").forEach(name -> defaults.put(name, ""));
    for (int i = 0; i < others.length; i += 2) {
      defaults.put(others[i], others[i + 1]);
    }
    return defaults;
  }

  static Report of(String word) {
    return ALL.stream()
        .filter(report -> report.word.equals(word))
        .findFirst()
        .orElseThrow(
            () -> new InvalidChoiceException("bad_report", "there is no report of that name"));
  }

  /** The choices that were made, completed by the defaults; what is no choice is left out. */
  Map<String, Object> choices(Map<String, String> given) {
    Map<String, Object> complete = new LinkedHashMap<>(defaults);
    for (String name : defaults.keySet()) {
      String value = given.get(name);
      if (value != null && value.length() > MAX_CHOICE_LENGTH) {
        throw new InvalidChoiceException("bad_choice", "parameter %s is too long".formatted(name));
      }
      if (value != null) {
        complete.put(name, value);
      }
    }
    return complete;
  }

  /** The name of a section's query. */
  String query(String section) {
    return word.replace('-', '_') + "/" + section;
  }
}
