package io.rivulet.benchmarks.sessionizer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.benchmarks.load.SampleEvents;
import io.rivulet.event.Event;
import io.rivulet.event.EventJson;
import io.rivulet.event.project.ProjectsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The events that the sessionizer is measured with. */
class LoadTest {
  private static final String EVENT = "0e4e8ba1-5e5f-4f3c-9d0a-6b9ad0f8f0a1";
  private static final String INSTANCE = "7a0f5f3e-2f6e-4a1e-8f55-9a5b1c1d2e3f";

  @Test
  void aLineHasTheFormOfTheCollectorWithIdsAndTimesOfItsOwn(@TempDir Path folder) throws Exception {
    var projects =
        new ProjectsFile(
            Files.writeString(
                folder.resolve("projects.yml"), "projects: [{id: shop, write-keys: [a-key]}]"));
    var samples = new SampleEvents(1, LineTemplate.OCCURRED_AT, () -> "Mozilla/5.0");
    String sent =
        samples
            .next()
            .replaceFirst(
                "\"timestamp\":\"[^\"]*\"", "\"timestamp\":\"" + LineTemplate.OCCURRED_AT + "\"");
    LineTemplate template = LineTemplate.of(sent, projects.current().projects().get(0));

    Instant occurredAt = Instant.parse("2026-03-01T10:00:00.007Z");
    template.fill(
        EVENT.getBytes(US_ASCII),
        INSTANCE.getBytes(US_ASCII),
        occurredAt.toEpochMilli(),
        LineTemplate.time(occurredAt.plusSeconds(2).toEpochMilli()));

    Event event = EventJson.readEvent(template.line());
    assertThat(event.eventId()).isEqualTo(EVENT);
    assertThat(event.instanceId()).isEqualTo(INSTANCE);
    assertThat(event.occurredAt()).isEqualTo(occurredAt);
    assertThat(event.receivedAt()).isEqualTo(occurredAt.plusSeconds(2));
    assertThat(event.userAgent()).isEqualTo("Mozilla/5.0");
    assertThat(new String(template.key(), UTF_8)).isEqualTo(event.actor().recordKey());
  }

  @Test
  void fewUserAgentsMakeUpMostOfTheTraffic() {
    var pool = new UserAgentPool(1);

    Map<String, Long> met =
        Stream.generate(pool)
            .limit(20_000)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

    List<Long> most = met.values().stream().sorted((a, b) -> Long.compare(b, a)).toList();
    assertThat(met).hasSizeBetween(1_500, 4_000);
    assertThat(most.stream().limit(100).mapToLong(Long::longValue).sum())
        .isBetween(10_000L, 15_000L);
  }

  @Test
  void anActorsSessionsHaveEightEventsOnAverage() {
    var clocks = new ActorClocks(1, Instant.parse("2026-03-01T10:00:00Z"), 1);
    long[] times = IntStream.range(0, 10_000).mapToLong(i -> clocks.next(0)).toArray();

    long sessions =
        IntStream.range(1, times.length)
            .filter(i -> times[i] - times[i - 1] > Duration.ofMinutes(30).toMillis())
            .count();

    assertThat(times).isSorted();
    assertThat(10_000.0 / sessions).isBetween(7.0, 9.0);
  }
}
