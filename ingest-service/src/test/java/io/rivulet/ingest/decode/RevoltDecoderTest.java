package io.rivulet.ingest.decode;

import static io.rivulet.ingest.decode.Given.accepted;
import static io.rivulet.ingest.decode.Given.line;
import static io.rivulet.ingest.decode.Given.rejected;
import static io.rivulet.ingest.decode.Given.revolt;
import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.Event;
import io.rivulet.event.EventType;
import io.rivulet.event.RejectionReason;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RevoltDecoderTest {
  private static final long NOON = Given.RECEIVED.toEpochMilli();

  @Test
  void the_start_of_an_sdk_describes_the_instance() {
    List<Verdict> verdicts =
        revolt(
            """
            [{"meta":{"id":"r-9","type":"system.appInstanceData","timestamp":1772366398000},
              "data":{
                "app":{"type":"mobile","version":"4.2","sdkVersion":"7","code":"com.example.Shop"},
                "device":{"brand":"Google","model":"Pixel 9","screenSizeIn":6.3,"screenResWidthPx":1080,"screenResHeightPx":2424,
                  "os":"android","osVersion":"16","language":"de_AT","zoneOffset":120},
                "mobileDevice":{"deviceId":"d-1"}}}]""");

    assertThat(line(accepted(verdicts.get(0))))
        .isEqualTo(
            """
            {"event_id":"r-9","project":"demo","type":"track","name":"system.appInstanceData",\
            "instance_id":"r-1",\
            "occurred_at":"2026-03-01T11:59:58.000Z","received_at":"2026-03-01T12:00:00.000Z",\
            "original_timestamp":"2026-03-01T11:59:58.000Z","protocol":"revolt",\
            "library":{"name":"revolt","version":"7"},\
            "app":{"name":"com.example.Shop","version":"4.2"},\
            "device":{"id":"d-1","type":"mobile","manufacturer":"Google","model":"Pixel 9"},\
            "os":{"name":"android","version":"16"},\
            "screen":{"width":1080,"height":2424},\
            "locale":"de_AT","language":"de","timezone":"UTC+02:00","ip":"203.0.113.0","user_agent":"curl/8.0",\
            "properties":{"app":{"type":"mobile","version":"4.2","sdkVersion":"7","code":"com.example.Shop"},\
            "device":{"brand":"Google","model":"Pixel 9","screenSizeIn":6.3,"screenResWidthPx":1080,"screenResHeightPx":2424,\
            "os":"android","osVersion":"16","language":"de_AT","zoneOffset":120},\
            "mobileDevice":{"deviceId":"d-1"}}}""");
  }

  @ParameterizedTest
  @CsvSource({"backend,server", "mobile,mobile", "desktop,desktop", "other,"})
  void a_program_that_is_no_device_of_a_person_says_so(String appType, String deviceType) {
    Event event =
        one(
            "{\"meta\":{\"id\":\"x\",\"type\":\"system.appInstanceData\"},"
                + "\"data\":{\"app\":{\"type\":\""
                + appType
                + "\"},\"device\":{\"brand\":\"Acme\"}}}");

    assertThat(event.device()).isEqualTo(new Event.Device(null, deviceType, "Acme", null, null));
  }

  @ParameterizedTest
  @CsvSource({"0,UTC", "-300,UTC-05:00", "345,UTC+05:45", "840,UTC+14:00", "1140,UTC-05:00"})
  void offsets_above_14_hours_are_counted_from_the_other_side(int offset, String zone) {
    Event event =
        one(
            "{\"meta\":{\"id\":\"x\",\"type\":\"system.appInstanceData\"},"
                + "\"data\":{\"device\":{\"zoneOffset\":"
                + offset
                + "}}}");

    assertThat(event.timezone()).isEqualTo(zone);
  }

  @Test
  void the_type_is_the_name_of_a_track() {
    Event event =
        one(
            "{\"meta\":{\"id\":\"x\",\"type\":\"cart.filled\"},\"data\":{\"appUserId\":\"u\",\"n\":1}}");

    assertThat(event.type()).isEqualTo(EventType.TRACK);
    assertThat(event.name()).isEqualTo("cart.filled");
    assertThat(event.instanceId()).isEqualTo("r-1");
    assertThat(event.userId()).isNull();
    assertThat(event.properties()).hasToString("{\"appUserId\":\"u\",\"n\":1}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"user.signedIn", "user.profile"})
  void signing_in_and_profiles_identify(String type) {
    Event event =
        one(
            "{\"meta\":{\"id\":\"x\",\"type\":\""
                + type
                + "\"},\"data\":{\"appUserId\":7,\"birthYear\":1990}}");

    assertThat(event.type()).isEqualTo(EventType.IDENTIFY);
    assertThat(event.userId()).isEqualTo("7");
    assertThat(event.traits()).hasToString("{\"birthYear\":1990}");
    assertThat(event.context())
        .hasToString("{\"_message\":{\"meta\":{\"type\":\"" + type + "\"}}}");
  }

  @Test
  void signing_out_is_a_track_of_the_user() {
    Event event =
        one("{\"meta\":{\"id\":\"x\",\"type\":\"user.signedOut\"},\"data\":{\"appUserId\":\"u\"}}");

    assertThat(event.type()).isEqualTo(EventType.TRACK);
    assertThat(event.name()).isEqualTo("user.signedOut");
    assertThat(event.userId()).isEqualTo("u");
  }

  @Test
  void of_the_life_of_an_activity_only_its_resumption_is_a_screen() {
    Event resumed =
        one(
            "{\"meta\":{\"id\":\"x\",\"type\":\"ui.activity.resumed\"},\"data\":{\"activity\":\"Home\"}}");
    Event paused =
        one(
            "{\"meta\":{\"id\":\"x\",\"type\":\"ui.activity.paused\"},\"data\":{\"activity\":\"Home\"}}");

    assertThat(resumed.type()).isEqualTo(EventType.SCREEN);
    assertThat(resumed.name()).isEqualTo("Home");
    assertThat(paused.type()).isEqualTo(EventType.TRACK);
    assertThat(paused.name()).isEqualTo("ui.activity.paused");
  }

  @Test
  void unknown_members_are_kept() {
    Event event = one("{\"meta\":{\"id\":\"x\",\"type\":\"t\",\"m\":1},\"data\":{},\"y\":2}");

    assertThat(event.context()).hasToString("{\"_message\":{\"meta\":{\"m\":1},\"y\":2}}");
    assertThat(event.properties()).isNull();
  }

  @Test
  void a_batch_from_the_future_shows_a_fast_clock() {
    List<Verdict> verdicts =
        revolt(
            "[{\"meta\":{\"id\":\"a\",\"type\":\"t\",\"timestamp\":%d}},{\"meta\":{\"id\":\"b\",\"type\":\"t\",\"timestamp\":%d}}]"
                .formatted(NOON + 480_000, NOON + 600_000));

    Event first = accepted(verdicts.get(0));
    assertThat(first.occurredAt()).isEqualTo(Instant.parse("2026-03-01T11:58:00Z"));
    assertThat(first.clockCorrectionMs()).isEqualTo(-600_000L);
    assertThat(first.clockCorrectionReason()).isEqualTo("client_clock");
    assertThat(accepted(verdicts.get(1)).occurredAt()).isEqualTo(Given.RECEIVED);
  }

  @Test
  void a_batch_from_the_past_shows_nothing() {
    Event event =
        one(
            "{\"meta\":{\"id\":\"a\",\"type\":\"t\",\"timestamp\":%d}}"
                .formatted(NOON - 7_200_000));

    assertThat(event.occurredAt()).isEqualTo(Instant.parse("2026-03-01T10:00:00Z"));
    assertThat(event.clockCorrectionMs()).isNull();
  }

  @Test
  void an_incredible_time_moves_no_neighbour() {
    List<Verdict> verdicts =
        revolt(
            "[{\"meta\":{\"id\":\"a\",\"type\":\"t\",\"timestamp\":%d}},{\"meta\":{\"id\":\"b\",\"type\":\"t\",\"timestamp\":4102444800000}}]"
                .formatted(NOON));

    assertThat(accepted(verdicts.get(0)).occurredAt()).isEqualTo(Given.RECEIVED);
    assertThat(accepted(verdicts.get(1)).clockCorrectionReason()).isEqualTo("in_the_future");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"data\":{}}|MISSING_TYPE",
        "{\"meta\":7}|MISSING_TYPE",
        "{\"meta\":{\"type\":\"\"}}|MISSING_TYPE",
        "{\"meta\":{\"type\":\"t\",\"timestamp\":\"soon\"}}|INVALID_TIMESTAMP",
        "{\"meta\":{\"type\":\"t\",\"timestamp\":1}}|INVALID_TIMESTAMP",
        "\"x\"|INVALID_EVENT"
      })
  void a_bad_event_is_refused_with_its_reason(String event, RejectionReason reason) {
    assertThat(rejected(revolt("[" + event + "]").get(0)).reason()).isEqualTo(reason);
  }

  @Test
  void an_event_without_id_has_the_hash_of_its_content() {
    String event = "{\"meta\":{\"type\":\"t\",\"timestamp\":%d}}".formatted(NOON);

    assertThat(one(event).eventId()).isEqualTo(one(event).eventId()).matches("[0-9a-f]{32}");
  }

  private static Event one(String event) {
    return accepted(revolt("[" + event + "]").get(0));
  }
}
