package io.rivulet.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;

/** Against Java's own reading and writing of times. */
class EventTimeProperties {
  private static final long FIRST = -62_167_219_200L; // of year 0
  private static final long LAST = 253_402_300_799L; // of year 9999
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  @Property
  void a_time_is_written_as_java_writes_it(
      @ForAll @LongRange(min = FIRST, max = LAST) long second,
      @ForAll @IntRange(max = 999_999_999) int nano) {
    Instant time = Instant.ofEpochSecond(second, nano);

    String expected = MICROS.format(time);

    boolean isOfMillis = nano % 1_000_000 == 0;
    assertThat(EventTime.formatUsual(time))
        .isEqualTo(isOfMillis ? expected.substring(0, 23) + "Z" : expected);
  }

  @Property
  void what_is_written_is_read_again(
      @ForAll @LongRange(min = FIRST, max = LAST) long second,
      @ForAll @IntRange(max = 999_999) int micro) {
    Instant time = Instant.ofEpochSecond(second, micro * 1_000L);

    assertThat(EventTime.parseUsual(String.valueOf(EventTime.formatUsual(time)))).isEqualTo(time);
  }

  @Property(tries = 3000)
  void a_text_is_read_as_java_reads_it_or_left_to_java(@ForAll("nearlyTimes") String text) {
    Instant usual = EventTime.parseUsual(text);

    if (usual != null) {
      assertThat(usual).isEqualTo(byJava(text));
    }
  }

  @Example
  void other_years_are_left_to_java() {
    assertThat(EventTime.formatUsual(Instant.ofEpochSecond(LAST + 1))).isNull();
    assertThat(EventTime.formatUsual(Instant.ofEpochSecond(FIRST - 1))).isNull();
  }

  @Example
  void other_forms_are_read_too() {
    assertThat(EventTime.parse("2026-03-01T24:00:00Z")).isEqualTo("2026-03-02T00:00:00Z");
    assertThat(EventTime.parse("2026-03-01T10:00:00.5Z")).isEqualTo("2026-03-01T10:00:00.500Z");
  }

  private static @Nullable Instant byJava(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Times with numbers a little out of bounds, and with one character replaced. */
  @Provide
  Arbitrary<String> nearlyTimes() {
    Arbitrary<String> times =
        Combinators.combine(
                Arbitraries.integers().between(0, 9999),
                Arbitraries.integers().between(0, 13),
                Arbitraries.integers().between(0, 32),
                Arbitraries.integers().between(0, 25),
                Arbitraries.integers().between(0, 61),
                Arbitraries.integers().between(0, 61),
                Arbitraries.of("", ".1", ".12", ".123", ".1234", ".123456", ".123456789"))
            .as("%04d-%02d-%02dT%02d:%02d:%02d%sZ"::formatted);
    return Combinators.combine(
            times, Arbitraries.integers().between(0, 80), Arbitraries.of("9", "-", ":", "Z", "t"))
        .as(
            (time, place, other) ->
                place < time.length()
                    ? time.substring(0, place) + other + time.substring(place + 1)
                    : time);
  }
}
