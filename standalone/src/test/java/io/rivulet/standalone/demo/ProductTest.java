package io.rivulet.standalone.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.EventJson;
import io.rivulet.event.resend.Door;
import io.rivulet.standalone.replay.EventLine;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the made-up product is good for: the same story each time, with all that pages show. */
class ProductTest {
  private static final LocalDate LAUNCH = LocalDate.parse("2026-08-03");
  private static final Instant NOW = Instant.parse("2026-10-31T12:00:00Z");

  private static final List<EventLine> LINES = lines(NOW);

  @Test
  void the_same_launch_gives_the_same_story() {
    assertThat(texts(lines(NOW))).isEqualTo(texts(LINES));
  }

  @Test
  void told_later_it_goes_on_and_what_was_told_stays_with_its_ids() {
    Map<String, String> later = byId(lines(NOW.plusSeconds(36 * 3_600)));

    assertThat(later).containsAllEntriesOf(byId(LINES)).hasSizeGreaterThan(LINES.size());
  }

  @Test
  void every_event_has_an_id_of_its_own_and_a_time_between_launch_and_now() {
    assertThat(byId(LINES)).hasSize(LINES.size());
    assertThat(LINES)
        .allSatisfy(
            line ->
                assertThat(time(line))
                    .isBetween(LAUNCH.minusDays(1).atTime(12, 0).toInstant(ZoneOffset.UTC), NOW));
  }

  @Test
  void it_is_of_a_size_that_is_sent_in_seconds_and_comes_through_both_doors() {
    assertThat(LINES.size()).isBetween(30_000, 80_000);
    assertThat(LINES.stream().filter(line -> line.door().equals(Door.SEGMENT)).count())
        .isBetween(LINES.size() / 4L, 3L * LINES.size() / 4);
  }

  @Test
  void weekends_are_quiet_and_weeks_grow() {
    Map<LocalDate, Long> days =
        LINES.stream()
            .collect(
                groupingBy(
                    line -> time(line).atOffset(ZoneOffset.UTC).toLocalDate(),
                    TreeMap::new,
                    counting()));

    // Wednesday and the Sunday after it
    assertThat(days.getOrDefault(LocalDate.parse("2026-10-21"), 0L))
        .isGreaterThan(3 * days.getOrDefault(LocalDate.parse("2026-10-25"), 0L));
    assertThat(days.getOrDefault(LocalDate.parse("2026-10-21"), 0L))
        .isGreaterThan(2 * days.getOrDefault(LocalDate.parse("2026-08-12"), 0L));
  }

  @Test
  void timers_run_for_minutes_to_hours_and_are_stopped() {
    List<Long> minutes =
        LINES.stream()
            .filter(line -> name(line).equals("Timer Stopped"))
            .map(line -> json(line))
            .map(json -> json.at(json.has("meta") ? "/data/minutes" : "/properties/minutes"))
            .map(JsonNode::asLong)
            .sorted()
            .toList();

    assertThat(minutes.get(0)).isGreaterThanOrEqualTo(4);
    assertThat(minutes.get(minutes.size() / 2)).isBetween(60L, 150L);
    // of twenty at least one is forgotten until another day
    assertThat(minutes.get(minutes.size() * 9 / 10)).isLessThan(5 * 60);
    assertThat(minutes.get(minutes.size() * 49 / 50)).isGreaterThan(8 * 60);
    long started = LINES.stream().filter(line -> name(line).equals("Timer Started")).count();
    assertThat((double) minutes.size()).isBetween(0.95 * started, (double) started);
  }

  @Test
  void all_steps_of_the_shipped_funnels_and_features_happen() {
    Map<String, Long> names =
        LINES.stream().map(ProductTest::name).collect(groupingBy(Function.identity(), counting()));

    assertThat(names)
        .containsKeys(
            "Sign Up",
            "Signed Up",
            "Timer Started",
            "Timer Stopped",
            "Report Viewed",
            "Plan Upgraded",
            "Payment Succeeded",
            "Project Created",
            "Teammate Invited",
            "Calendar",
            "Entry Edited",
            "Report Exported",
            "Invoice Created",
            "Bot Command",
            "Guide Read");
    assertThat(names.getOrDefault("Signed Up", 0L))
        .isGreaterThan(2 * names.getOrDefault("Plan Upgraded", 0L));
  }

  private static List<EventLine> lines(Instant now) {
    List<EventLine> all = new ArrayList<>();
    DemoLines lines = new DemoLines(new Product(LAUNCH, now));
    for (EventLine line = lines.next(); line != null; line = lines.next()) {
      all.add(line);
    }
    return all;
  }

  private static Map<String, String> byId(List<EventLine> lines) {
    return lines.stream()
        .collect(toMap(ProductTest::id, line -> new String(line.json(), UTF_8), (a, b) -> a + b));
  }

  private static List<String> texts(List<EventLine> lines) {
    return lines.stream().map(line -> new String(line.json(), UTF_8)).toList();
  }

  private static JsonNode json(EventLine line) {
    return EventJson.mapper().readTree(line.json());
  }

  private static String id(EventLine line) {
    JsonNode event = json(line);
    return event.path("messageId").asString(event.at("/meta/id").asString(""));
  }

  private static Instant time(EventLine line) {
    JsonNode event = json(line);
    return event.has("timestamp")
        ? Instant.parse(event.path("timestamp").asString())
        : Instant.ofEpochMilli(event.at("/meta/timestamp").asLong());
  }

  private static String name(EventLine line) {
    JsonNode event = json(line);
    return event
        .path("event")
        .asString(
            event
                .path("name")
                .asString(
                    event
                        .at("/data/activity")
                        .asString(event.at("/meta/type").asString("identify"))));
  }
}
