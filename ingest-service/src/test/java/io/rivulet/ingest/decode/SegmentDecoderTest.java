package io.rivulet.ingest.decode;

import static io.rivulet.ingest.decode.Given.accepted;
import static io.rivulet.ingest.decode.Given.line;
import static io.rivulet.ingest.decode.Given.rejected;
import static io.rivulet.ingest.decode.Given.segment;
import static io.rivulet.ingest.decode.Given.single;
import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.Event;
import io.rivulet.event.EventJson;
import io.rivulet.event.EventType;
import io.rivulet.event.RejectedEvent;
import io.rivulet.event.RejectionReason;
import io.rivulet.event.project.Project.IpPolicy;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentDecoderTest {

  @Test
  void a_half_character_in_a_name_is_replaced_also_where_the_id_is_a_hash() {
    Event event =
        Given.accepted(
            Given.single(
                "{\"event\":\"e\",\"userId\":\"u\",\"properties\":{\"\\ud800\":{\"\\udc00x\":1}}}",
                EventType.TRACK));

    assertThat(event.eventId()).hasSize(32);
    assertThat(String.valueOf(event.properties())).isEqualTo("{\"\uFFFD\":{\"\uFFFDx\":1}}");
  }

  @Test
  void a_request_becomes_exactly_these_lines() {
    List<Verdict> verdicts =
        segment(
            """
            {"batch":[{
              "type":"track","event":"Order Completed","messageId":"m-1",
              "anonymousId":"a-1","userId":77,
              "timestamp":"2026-03-01T11:59:58.123Z","sentAt":"2026-03-01T11:59:59Z",
              "properties":{"revenue":49.90,"order_id":123456789012345678901234567890},
              "integrations":{"All":true},"channel":"server",
              "context":{
                "library":{"name":"analytics.js","version":"2.1.0"},
                "app":{"name":"Shop","version":4.2,"build":77,"namespace":"com.example.shop"},
                "device":{"id":"d-1","type":"ios","manufacturer":"Apple","model":"iPhone17,1","advertisingId":"ad-1","token":"t"},
                "os":{"name":"iOS","version":"18.1"},
                "screen":{"width":402,"height":874,"density":3.0},
                "locale":"de-AT","timezone":"Europe/Vienna","ip":"192.0.2.77",
                "userAgent":"Mozilla/5.0",
                "page":{"url":"https://shop.example/cart?utm_source=mail","path":"/cart","referrer":"https://shop.example/","title":"Cart","search":"?utm_source=mail"},
                "campaign":{"name":"spring","source":"mail","medium":"email","term":"t","content":"c","id":9},
                "location":{"country":"AT","city":"Graz","region":"Styria"},
                "network":{"wifi":true}}}]}""");

    assertThat(line(accepted(verdicts.get(0))))
        .isEqualTo(
            """
            {"event_id":"m-1","project":"demo","type":"track","name":"Order Completed",\
            "instance_id":"a-1","user_id":"77",\
            "occurred_at":"2026-03-01T11:59:58.123Z","received_at":"2026-03-01T12:00:00.000Z",\
            "sent_at":"2026-03-01T11:59:59.000Z","original_timestamp":"2026-03-01T11:59:58.123Z",\
            "protocol":"segment",\
            "library":{"name":"analytics.js","version":"2.1.0"},\
            "app":{"name":"Shop","version":"4.2","build":"77","namespace":"com.example.shop"},\
            "device":{"id":"d-1","type":"ios","manufacturer":"Apple","model":"iPhone17,1","advertising_id":"ad-1"},\
            "os":{"name":"iOS","version":"18.1"},\
            "screen":{"width":402,"height":874,"density":3.0},\
            "locale":"de-AT","timezone":"Europe/Vienna","ip":"192.0.2.0","country":"AT","city":"Graz",\
            "user_agent":"Mozilla/5.0",\
            "page":{"url":"https://shop.example/cart?utm_source=mail","path":"/cart","referrer":"https://shop.example/","title":"Cart","search":"?utm_source=mail"},\
            "campaign":{"name":"spring","source":"mail","medium":"email","term":"t","content":"c"},\
            "context":{"device":{"token":"t"},"campaign":{"id":9},"location":{"region":"Styria"},"network":{"wifi":true},"_message":{"channel":"server"}},\
            "properties":{"revenue":49.90,"order_id":123456789012345678901234567890},\
            "integrations":{"All":true}}""");
  }

  @Test
  void a_page_without_a_name_of_its_own_has_that_of_its_properties() {
    Event page =
        accepted(single("{\"userId\":\"u\",\"properties\":{\"name\":\"Home\"}}", EventType.PAGE));
    Event named =
        accepted(
            single(
                "{\"userId\":\"u\",\"name\":\"Cart\",\"properties\":{\"name\":\"Home\"}}",
                EventType.SCREEN));

    assertThat(page.name()).isEqualTo("Home");
    assertThat(page.properties()).hasToString("{\"name\":\"Home\"}");
    assertThat(named.name()).isEqualTo("Cart");
  }

  @Test
  void address_and_user_agent_come_from_the_request_where_the_event_has_none() {
    Event event = accepted(single("{\"userId\":\"u\"}", EventType.PAGE));

    assertThat(event.ip()).isEqualTo("203.0.113.0");
    assertThat(event.userAgent()).isEqualTo("curl/8.0");
  }

  @Test
  void no_part_of_an_address_is_kept_against_the_policy() {
    String body =
        "{\"batch\":[{\"type\":\"page\",\"userId\":\"u\",\"context\":{\"ip\":\"192.0.2.77\"}},"
            + "{\"type\":\"page\",\"userId\":\"u\",\"ip\":\"192.0.2.77\"},"
            + "{\"type\":\"page\",\"userId\":\"u\",\"context\":{\"ip\":{\"v4\":\"192.0.2.77\"}}}]}";

    List<Verdict> verdicts = segment(body, Given.FACTS, Given.project(IpPolicy.NONE, false));

    assertThat(verdicts)
        .allSatisfy(v -> assertThat(line(accepted(v))).doesNotContain("192.0.2", "203.0"));
  }

  @Test
  void what_the_batch_shares_lies_under_what_the_event_says() {
    List<Verdict> verdicts =
        segment(
            """
            {"context":{"locale":"en","library":{"name":"batch"},"x":1},"integrations":{"All":false,"A":true},
             "batch":[
              {"type":"page","userId":"u","context":{"locale":"de"},"integrations":{"All":true}},
              {"type":"page","userId":"u"}]}""");

    Event first = accepted(verdicts.get(0));
    assertThat(first.locale()).isEqualTo("de");
    assertThat(first.library()).isEqualTo(new Event.Library("batch", null));
    assertThat(first.integrations()).hasToString("{\"All\":true,\"A\":true}");
    Event second = accepted(verdicts.get(1));
    assertThat(second.locale()).isEqualTo("en");
    assertThat(second.context()).hasToString("{\"x\":1}");
  }

  @Test
  void traits_of_an_identify_may_stand_in_its_context() {
    assertThat(
            accepted(
                    single(
                        "{\"userId\":\"u\",\"context\":{\"traits\":{\"a\":1}}}",
                        EventType.IDENTIFY))
                .traits())
        .hasToString("{\"a\":1}");
    Event both =
        accepted(
            single(
                "{\"userId\":\"u\",\"traits\":{\"b\":2},\"context\":{\"traits\":{\"a\":1}}}",
                EventType.IDENTIFY));
    assertThat(both.traits()).hasToString("{\"b\":2}");
    assertThat(both.context()).hasToString("{\"traits\":{\"a\":1}}");
  }

  @Test
  void a_page_is_described_by_its_properties_where_the_context_is_silent() {
    String event =
        "{\"userId\":\"u\",\"name\":\"Cart\",\"properties\":{\"url\":\"https://p/\",\"title\":\"P\"},"
            + "\"context\":{\"page\":{\"url\":\"https://c/\"}}}";

    assertThat(accepted(single(event, EventType.PAGE)).page())
        .isEqualTo(new Event.Page("https://c/", null, null, "P", null));
    assertThat(accepted(single(event, EventType.SCREEN)).page())
        .isEqualTo(new Event.Page("https://c/", null, null, null, null));
    assertThat(accepted(single(event, EventType.PAGE)).name()).isEqualTo("Cart");
  }

  @Test
  void a_page_without_name_has_none() {
    Event event =
        accepted(single("{\"userId\":\"u\",\"properties\":{\"title\":\"T\"}}", EventType.PAGE));

    assertThat(event.name()).isNull();
  }

  @Test
  void what_does_not_fit_stays_in_the_context() {
    Event event =
        accepted(
            single(
                """
                {"userId":"u","event":"e","properties":"text","traits":[1],"context":{
                  "device":"phone","os":{"name":{"a":1}},"screen":{"width":"wide","height":411.43,"density":1e400},
                  "page":{"search":""},"locale":7.5}}""",
                EventType.TRACK));

    assertThat(event.context())
        .hasToString(
            "{\"device\":\"phone\",\"os\":{\"name\":{\"a\":1}},"
                + "\"screen\":{\"width\":\"wide\",\"height\":411.43,\"density\":1E+400},"
                + "\"page\":{\"search\":\"\"},"
                + "\"_message\":{\"properties\":\"text\",\"traits\":[1]}}");
    assertThat(event.locale()).isEqualTo("7.5");
  }

  @Test
  void a_context_that_has_our_member_already_keeps_it_inside_of_ours() {
    assertThat(context("{\"userId\":\"u\",\"a\":1,\"context\":{\"x\":2,\"_message\":{\"b\":3}}}"))
        .isEqualTo("{\"x\":2,\"_message\":{\"a\":1,\"_message\":{\"b\":3}}}");
    assertThat(context("{\"userId\":\"u\",\"context\":{\"_message\":\"b\"}}"))
        .isEqualTo("{\"_message\":{\"_message\":\"b\"}}");
    assertThat(context("{\"userId\":\"u\",\"_message\":4,\"context\":{\"_message\":[5]}}"))
        .isEqualTo("{\"_message\":{\"_message\":{\"_message\":4,\"context\":[5]}}}");
  }

  private static String context(String page) {
    return String.valueOf(accepted(single(page, EventType.PAGE)).context());
  }

  @Test
  void the_group_may_stand_in_the_context() {
    assertThat(
            accepted(
                    single(
                        "{\"userId\":\"u\",\"event\":\"e\",\"context\":{\"groupId\":\"g1\"}}",
                        EventType.TRACK))
                .groupId())
        .isEqualTo("g1");
  }

  @Test
  void names_ids_keys_and_values_are_clean() {
    Event event =
        accepted(
            single(
                "{\"userId\":\"u\\u0000\",\"event\":\"e\\ud800\",\"messageId\":\"m\\u0000\","
                    + "\"properties\":{\"k\\u0000\":{\"x\":[\"\\udc00\"]}},\"context\":{\"locale\":\"\\u0000\"}}",
                EventType.TRACK));

    assertThat(event.userId()).isEqualTo("u\uFFFD");
    assertThat(event.name()).isEqualTo("e\uFFFD");
    assertThat(event.eventId()).isEqualTo("m\uFFFD");
    assertThat(event.properties()).hasToString("{\"k\uFFFD\":{\"x\":[\"\uFFFD\"]}}");
    assertThat(event.locale()).isEqualTo("\uFFFD");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"userId\":\"u\"}|missing_type",
        "{\"type\":\" \",\"userId\":\"u\"}|missing_type",
        "{\"type\":\"buy\",\"userId\":\"u\"}|unknown_type",
        "{\"type\":\"track\",\"userId\":\"u\"}|missing_name",
        "{\"type\":\"track\",\"event\":\"\",\"userId\":\"u\"}|missing_name",
        "{\"type\":\"track\",\"event\":null,\"userId\":\"u\"}|missing_name",
        "{\"type\":\"page\"}|missing_id",
        "{\"type\":\"page\",\"userId\":\"null\",\"anonymousId\":\" \"}|missing_id",
        "{\"type\":\"page\",\"userId\":NaN}|missing_id",
        "{\"type\":\"page\",\"userId\":\"u\",\"timestamp\":\"soon\"}|invalid_timestamp",
        "{\"type\":\"page\",\"userId\":\"u\",\"timestamp\":{}}|invalid_timestamp",
        "{\"type\":\"page\",\"userId\":\"u\",\"timestamp\":0}|invalid_timestamp",
        "7|invalid_event",
        "null|invalid_event",
        "[]|invalid_event"
      })
  void a_bad_event_is_refused_with_its_reason(String event, String reason) {
    RejectedEvent rejected = rejected(segment("{\"batch\":[" + event + "]}").get(0));

    assertThat(rejected.reason().wireName()).isEqualTo(reason);
    assertThat(rejected.index()).isZero();
    assertThat(rejected.raw()).isEqualTo(event);
  }

  @Test
  void the_phrase_of_sdks_stands_for_a_missing_id() {
    assertThat(rejected(single("{}", EventType.PAGE)).message())
        .isEqualTo("the event neither has anonymousId nor userId");
  }

  @Test
  void an_event_of_32_kilobytes_is_taken_and_one_of_a_byte_more_refused() {
    String event =
        "{\"type\":\"page\",\"userId\":\"u\",\"messageId\":\"m\",\"properties\":{\"x\":\"%s\"}}";
    int room = 32_768 - event.length() + "%s".length();
    String fits = event.formatted("x".repeat(room - 2) + "é");
    String doesNot = event.formatted("x".repeat(room - 1) + "é");

    List<Verdict> verdicts = segment("{\"batch\":[" + fits + "," + doesNot + "]}");

    assertThat(accepted(verdicts.get(0)).eventId()).isEqualTo("m");
    RejectedEvent rejected = rejected(verdicts.get(1));
    assertThat(rejected.reason()).isEqualTo(RejectionReason.EVENT_TOO_LARGE);
    assertThat(rejected.eventId()).isEqualTo("m");
    assertThat(rejected.message()).contains("has 32769 bytes, more than 32768");
  }

  @Test
  void the_shared_context_counts_for_every_event() {
    String context = "\"context\":{\"x\":\"" + "y".repeat(32_760) + "\"}";

    List<Verdict> verdicts =
        segment("{\"batch\":[{\"type\":\"page\",\"userId\":\"u\"}]," + context + "}");

    assertThat(rejected(verdicts.get(0)).reason()).isEqualTo(RejectionReason.EVENT_TOO_LARGE);
  }

  @Test
  void an_event_nested_too_deep_is_refused_alone() {
    String deep = "{\"type\":\"page\",\"userId\":\"u\",\"properties\":{\"x\":%s%s}}";

    List<Verdict> verdicts =
        segment(
            "{\"batch\":["
                + deep.formatted("[".repeat(88), "]".repeat(88))
                + ","
                + deep.formatted("[".repeat(89), "]".repeat(89))
                + ","
                + deep.formatted("[".repeat(5000), "]".repeat(5000))
                + "]}");

    assertThat(verdicts.get(0)).isInstanceOf(Verdict.Accepted.class);
    assertThat(rejected(verdicts.get(1)).reason()).isEqualTo(RejectionReason.INVALID_EVENT);
    assertThat(rejected(verdicts.get(2)).reason()).isEqualTo(RejectionReason.INVALID_EVENT);
  }

  @Test
  void what_is_as_deep_as_permitted_can_be_read_again_wherever_it_stands() {
    String deepest = "[".repeat(88) + "]".repeat(88);
    String event = "{\"type\":\"page\",\"userId\":\"u\"%s}";

    List<Verdict> verdicts =
        segment(
            "{\"context\":{\"x\":%1$s},\"integrations\":{\"x\":%1$s},\"batch\":[".formatted(deepest)
                + event.formatted("")
                + ","
                + event.formatted(",\"unknown\":{\"x\":" + deepest + "}")
                + "]}");

    assertThat(verdicts)
        .hasSize(2)
        .allSatisfy(
            v -> {
              byte[] line = EventJson.write(accepted(v));
              assertThat(EventJson.write(EventJson.readEvent(line))).isEqualTo(line);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"context", "integrations"})
  void a_shared_context_nested_too_deep_would_spoil_every_event(String member) {
    String tooDeep = "[".repeat(89) + "]".repeat(89);

    List<Verdict> verdicts =
        segment(
            "{\"%s\":{\"x\":%s},\"batch\":[{\"type\":\"page\",\"userId\":\"u\"}]}"
                .formatted(member, tooDeep));

    assertThat(rejected(verdicts.get(0)).reason()).isEqualTo(RejectionReason.INVALID_EVENT);
    assertThat(rejected(verdicts.get(0)).message())
        .isEqualTo("the event, with what its batch shares, is nested more than 90 levels deep");
  }

  @Test
  void of_a_large_shared_context_only_so_many_events_have_a_copy() {
    String context = "\"context\":{\"x\":\"" + "y".repeat(16_384 - 8) + "\"}";
    String batch =
        Collections.nCopies(513, "{\"type\":\"page\",\"userId\":\"u\"}").stream()
            .collect(Collectors.joining(",", "{\"batch\":[", "]," + context + "}"));

    List<Verdict> verdicts = segment(batch);

    assertThat(verdicts.subList(0, 512)).allSatisfy(Given::accepted);
    RejectedEvent rejected = rejected(verdicts.get(512));
    assertThat(rejected.reason()).isEqualTo(RejectionReason.TOO_MANY_EVENTS);
    assertThat(rejected.message())
        .isEqualTo(
            "the request carries more than 512 events with 16384 bytes of context and integrations"
                + " for each");
  }

  @Test
  void an_id_of_513_characters_is_refused() {
    assertThat(single("{\"userId\":\"" + "u".repeat(512) + "\"}", EventType.PAGE))
        .isInstanceOf(Verdict.Accepted.class);
    assertThat(
            rejected(single("{\"userId\":\"" + "u".repeat(513) + "\"}", EventType.PAGE)).reason())
        .isEqualTo(RejectionReason.INVALID_EVENT);
  }

  @Test
  void the_first_time_that_is_given_counts() {
    String all =
        "\"timestamp\":\"2026-01-01T00:00:00Z\",\"originalTimestamp\":\"2026-01-02T00:00:00Z\"";

    assertThat(page(all).occurredAt()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(page(all).context())
        .hasToString("{\"_message\":{\"originalTimestamp\":\"2026-01-02T00:00:00Z\"}}");
    assertThat(page("\"originalTimestamp\":1767312000000").occurredAt())
        .isEqualTo(Instant.parse("2026-01-02T00:00:00Z"));
    assertThat(page("\"sentAt\":\"2026-03-01T11:59:00Z\"").occurredAt())
        .isEqualTo(Instant.parse("2026-03-01T11:59:00Z"));
    assertThat(page("\"timestamp\":null").occurredAt()).isEqualTo(Given.RECEIVED);
    assertThat(page("\"receivedAt\":\"2020-01-01T00:00:00Z\"").receivedAt())
        .isEqualTo(Given.RECEIVED);
  }

  @Test
  void sent_at_of_the_event_outranks_that_of_batch_and_header() {
    String batch =
        "{\"sentAt\":\"2026-03-01T11:59:02Z\",\"batch\":[{\"type\":\"page\",\"userId\":\"u\"%s}]}";
    RequestFacts header = Given.sentAt("2026-03-01T11:59:03Z", false);

    assertThat(
            accepted(
                    segment(
                            batch.formatted(",\"sentAt\":\"2026-03-01T11:59:01Z\""),
                            header,
                            Given.PROJECT)
                        .get(0))
                .sentAt())
        .isEqualTo(Instant.parse("2026-03-01T11:59:01Z"));
    assertThat(accepted(segment(batch.formatted(""), header, Given.PROJECT).get(0)).sentAt())
        .isEqualTo(Instant.parse("2026-03-01T11:59:02Z"));
    assertThat(
            accepted(
                    segment(
                            "{\"batch\":[{\"type\":\"page\",\"userId\":\"u\"}]}",
                            header,
                            Given.PROJECT)
                        .get(0))
                .sentAt())
        .isEqualTo(Instant.parse("2026-03-01T11:59:03Z"));
  }

  @Test
  void a_wrong_clock_is_corrected_and_the_correction_recorded() {
    Event event =
        page("\"timestamp\":\"2026-03-01T12:08:00Z\",\"sentAt\":\"2026-03-01T12:10:00Z\"");

    assertThat(event.occurredAt()).isEqualTo(Instant.parse("2026-03-01T11:58:00Z"));
    assertThat(event.originalTimestamp()).isEqualTo(Instant.parse("2026-03-01T12:08:00Z"));
    assertThat(event.clockCorrectionMs()).isEqualTo(-600_000L);
    assertThat(event.clockCorrectionReason()).isEqualTo("client_clock");
  }

  @Test
  void retries_and_trusted_clocks_are_not_corrected() {
    String body =
        "{\"batch\":[{\"type\":\"page\",\"userId\":\"u\",\"timestamp\":\"2026-03-01T09:00:00Z\"}]}";

    Event retried =
        accepted(segment(body, Given.sentAt("2026-03-01T09:00:01Z", true), Given.PROJECT).get(0));
    Event trusted =
        accepted(
            segment(
                    body,
                    Given.sentAt("2026-03-01T09:00:01Z", false),
                    Given.project(IpPolicy.TRUNCATED, true))
                .get(0));

    assertThat(List.of(retried, trusted))
        .allSatisfy(
            e -> {
              assertThat(e.occurredAt()).isEqualTo(Instant.parse("2026-03-01T09:00:00Z"));
              assertThat(e.clockCorrectionMs()).isNull();
            });
  }

  @Test
  void history_is_welcome_and_the_future_is_not() {
    assertThat(page("\"timestamp\":\"1995-06-01T00:00:00Z\"").occurredAt())
        .isEqualTo(Instant.parse("1995-06-01T00:00:00Z"));
    Event future = page("\"timestamp\":\"2030-01-01T00:00:00Z\"");
    assertThat(future.occurredAt()).isEqualTo(Given.RECEIVED);
    assertThat(future.clockCorrectionReason()).isEqualTo("in_the_future");
  }

  @Test
  void an_event_without_id_has_the_hash_of_its_content() {
    String first = page("\"timestamp\":1767312000000,\"properties\":{\"a\":1,\"b\":2}").eventId();
    String reordered =
        page("\"properties\":{\"b\":2,\"a\":1},\"timestamp\":1767312000000,\"sentAt\":1772366399000")
            .eventId();
    String other = page("\"timestamp\":1767312000000,\"properties\":{\"a\":1,\"b\":3}").eventId();

    assertThat(first).matches("[0-9a-f]{32}").isEqualTo(reordered).isNotEqualTo(other);
  }

  @Test
  void an_event_without_id_and_time_is_told_apart_by_the_hour() {
    String body = "{\"batch\":[{\"type\":\"track\",\"event\":\"log in\",\"userId\":\"u\"}]}";

    assertThat(idAt(body, "2026-03-01T12:00:00Z")).isEqualTo(idAt(body, "2026-03-01T12:59:59Z"));
    assertThat(idAt(body, "2026-03-01T12:00:00Z")).isNotEqualTo(idAt(body, "2026-03-01T13:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"2026-03-01T12:00:00Z\"", "null", "\"soon\""})
  void the_time_of_sending_does_not_stand_for_a_time_of_the_event(String sentAt) {
    String body =
        "{\"batch\":[{\"type\":\"track\",\"event\":\"log in\",\"userId\":\"u\",\"sentAt\":"
            + sentAt
            + "}]}";

    assertThat(idAt(body, "2026-03-01T12:00:00Z")).isEqualTo(idAt(body, "2026-03-01T12:59:59Z"));
    assertThat(idAt(body, "2026-03-01T12:00:00Z")).isNotEqualTo(idAt(body, "2026-03-02T12:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"track", "Track", "TRACK"})
  void the_type_in_the_body_outranks_the_route(String type) {
    assertThat(
            accepted(
                    single(
                        "{\"type\":\"" + type + "\",\"event\":\"e\",\"userId\":\"u\"}",
                        EventType.PAGE))
                .type())
        .isEqualTo(EventType.TRACK);
  }

  @Test
  void an_alias_has_its_previous_id_and_a_group_its_group() {
    assertThat(
            accepted(single("{\"userId\":\"u\",\"previousId\":\"p\"}", EventType.ALIAS))
                .previousId())
        .isEqualTo("p");
    assertThat(
            accepted(
                    single(
                        "{\"userId\":\"u\",\"groupId\":0,\"traits\":{\"n\":1}}", EventType.GROUP))
                .groupId())
        .isEqualTo("0");
  }

  @Test
  void write_keys_are_not_kept() {
    assertThat(line(accepted(single("{\"userId\":\"u\",\"writeKey\":\"secret\"}", EventType.PAGE))))
        .doesNotContain("secret");
  }

  private static Event page(String members) {
    return accepted(single("{\"userId\":\"u\"," + members + "}", EventType.PAGE));
  }

  private static String idAt(String body, String receivedAt) {
    RequestFacts facts =
        new RequestFacts(Instant.parse(receivedAt), null, null, null, false, null, null);
    return accepted(segment(body, facts, Given.PROJECT).get(0)).eventId();
  }
}
