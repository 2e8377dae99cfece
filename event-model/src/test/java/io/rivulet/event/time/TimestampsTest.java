package io.rivulet.event.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

  @ParameterizedTest
  @CsvSource({
    "'\"2026-03-01T10:00:00Z\"',2026-03-01T10:00:00Z",
    "'\"2026-03-01T10:00:00.123Z\"',2026-03-01T10:00:00.123Z",
    "'\"2026-03-01T10:00:00.1Z\"',2026-03-01T10:00:00.100Z",
    "'\"2024-02-29T23:59:59.999Z\"',2024-02-29T23:59:59.999Z",
    "'\"1969-12-31T23:59:59.001Z\"',1969-12-31T23:59:59.001Z",
    "'\"2026-03-01T10:00:00.123456Z\"',2026-03-01T10:00:00.123456Z",
    "'\"2026-03-01T10:00:00.123456789Z\"',2026-03-01T10:00:00.123456789Z",
    "'\"2026-03-01T15:30:00.5+05:30\"',2026-03-01T10:00:00.500Z",
    "'\"2026-03-01T05:00:00-0500\"',2026-03-01T10:00:00Z",
    "'\"2026-03-01T12:00:00+02\"',2026-03-01T10:00:00Z",
    "'\"2026-03-01 10:00:00\"',2026-03-01T10:00:00Z",
    "'\" 2026-03-01T10:00 \"',2026-03-01T10:00:00Z",
    "'\"2026-03-01\"',2026-03-01T00:00:00Z",
    "'\"1995-06-01T00:00:00z\"',1995-06-01T00:00:00Z",
    "1767225600123,2026-01-01T00:00:00.123Z",
    "1767225600123.25,2026-01-01T00:00:00.123250Z",
    "'\"1767225600123\"',2026-01-01T00:00:00.123Z",
    "1.767225600123E12,2026-01-01T00:00:00.123Z",
    "-1,1969-12-31T23:59:59.999Z"
  })
  void the_forms_that_sdks_send_are_read(String json, Instant expected) {
    assertThat(read(json)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "\"yesterday\"",
        "\"2026-02-30T10:00:00Z\"",
        "\"2026-02-30T10:00:00.000Z\"",
        "\"2026-03-01T10:00:00.0000000001Z\"",
        "\"2026-03-01T10:00:00.Z0Z\"",
        "\"2026-03-01T24:00:00.000Z\"",
        "\"2026-03-01T10:00:0x.000Z\"",
        "\"2026-13-01\"",
        "\"+12026-01-01T00:00:00Z\"",
        "\"10:00\"",
        "253402300800000",
        "1e999999999",
        "1e-999999999",
        "99999999999999999999999999"
      })
  void what_is_no_time_between_year_1_and_9999_is_not(String json) {
    assertThat(read(json)).isEmpty();
  }

  private static Optional<Instant> read(String json) {
    return json.startsWith("\"")
        ? Timestamps.parse(json.substring(1, json.length() - 1))
        : Timestamps.ofMillis(json);
  }
}
