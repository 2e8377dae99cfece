package io.rivulet.benchmarks.etl;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.benchmarks.etl.Visits.Visit;
import io.rivulet.benchmarks.load.SampleEvents;
import io.rivulet.benchmarks.sessionizer.LineTemplate;
import io.rivulet.event.Event;
import io.rivulet.event.EventJson;
import io.rivulet.event.SessionRule;
import io.rivulet.event.project.ProjectsFile;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The history that the ETL is measured with. */
class HistoryTest {
  private static final Instant FROM = Instant.parse("2026-03-01T10:00:00Z");

  private static List<Visit> aDay() {
    var visits = new Visits("shop", 20_000, 1);
    visits.begin(FROM.toEpochMilli(), FROM.plus(Duration.ofDays(1)).toEpochMilli(), 20_000);
    return visits.arrivedBefore(FROM.plus(Duration.ofDays(3)).toEpochMilli());
  }

  @Test
  void aLineIsAnEventWithItsSession(@TempDir Path folder) throws Exception {
    var projects =
        new ProjectsFile(
            Files.writeString(
                folder.resolve("projects.yml"), "projects: [{id: shop, write-keys: [a-key]}]"));
    String sent =
        new SampleEvents(1, LineTemplate.OCCURRED_AT, () -> "Mozilla/5.0")
            .next()
            .replaceFirst(
                "\"timestamp\":\"[^\"]*\"", "\"timestamp\":\"" + LineTemplate.OCCURRED_AT + "\"")
            .replaceFirst("\\{", "{\"userId\":\"" + LakeLine.USER + "\",");
    var line =
        new LakeLine(
            EventJson.readEvent(
                LineTemplate.of(sent, projects.current().projects().get(0)).line()));
    Visit visit =
        aDay().stream()
            .filter(v -> v.index() == 2 && !v.session().user().isEmpty())
            .findFirst()
            .orElseThrow();

    var out = new ByteArrayOutputStream();
    line.write(visit, out);

    assertThat(out.toByteArray()).endsWith('\n');
    Event event = EventJson.readEvent(out.toByteArray());
    assertThat(event.eventId()).isEqualTo(Visits.uuid(visit.number()));
    assertThat(event.instanceId()).isEqualTo(visit.session().instance());
    assertThat(event.userId()).isEqualTo(visit.session().user());
    assertThat(event.occurredAt()).isEqualTo(Instant.ofEpochMilli(visit.occurredAt()));
    assertThat(event.receivedAt()).isEqualTo(Instant.ofEpochMilli(visit.receivedAt()));
    Instant sessionStart = Instant.ofEpochMilli(visit.session().startedAt());
    assertThat(event.sessionStart()).isEqualTo(sessionStart);
    assertThat(event.sessionIndex()).isEqualTo(2);
    assertThat(event.sessionId()).isEqualTo(SessionRule.sessionId(event.actor(), sessionStart));
  }

  @Test
  void eventsComeInTheOrderOfTheirArrivalSomeOfThemTwice() {
    List<Visit> arrived = aDay();

    assertThat(arrived).isSortedAccordingTo(Comparator.comparingLong(Visit::receivedAt));
    Map<Long, Long> copies =
        arrived.stream().collect(Collectors.groupingBy(Visit::number, Collectors.counting()));
    assertThat(copies.values().stream().filter(n -> n == 2).count()).isBetween(50L, 200L);
    assertThat(copies).hasSizeBetween(18_000, 22_000);
  }

  @Test
  void theSameSeedGivesTheSameHistory() {
    assertThat(aDay()).isEqualTo(aDay());
  }
}
