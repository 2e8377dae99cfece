package io.rivulet.sessionizer.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.rivulet.event.EventJson;
import io.rivulet.event.RejectedEvent;
import io.rivulet.sessionizer.TestEvents;
import io.rivulet.sessionizer.kafka.LinePlace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class SpoolTest {
  private Path directory;

  @BeforeEach
  void start(@TempDir Path temporary) {
    directory = temporary;
  }

  private ArchiveSettings settings() {
    return new ArchiveSettings(
        directory, Duration.ofMinutes(1), DataSize.ofBytes(200), DataSize.ofBytes(1_200));
  }

  private static ConsumerRecord<String, byte[]> record(long offset, byte[] value) {
    return new ConsumerRecord<>("events-sessionized", 3, offset, "demo|i:a-1", value);
  }

  private static ConsumerRecord<String, byte[]> record(long offset, LinePlace place, byte[] value) {
    ConsumerRecord<String, byte[]> record = record(offset, value);
    place.headers().forEach(record.headers()::add);
    return record;
  }

  private static byte[] event(String project, String receivedAt) {
    return EventJson.write(
        TestEvents.track("e-1", "a-1", Instant.EPOCH)
            .project(project)
            .receivedAt(Instant.parse(receivedAt))
            .build());
  }

  private static String text(Path gz) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(gz))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void a_line_goes_where_its_headers_say_and_is_not_parsed() throws IOException {
    Spool spool = new Spool(directory.resolve("s"), new DiskUse(null));

    spool.append(
        List.of(
            record(
                10,
                new LinePlace("demo", Instant.parse("2026-03-01T10:59:59.999Z")),
                "any line".getBytes(StandardCharsets.UTF_8))));

    assertThat(spool.files())
        .singleElement()
        .satisfies(
            f ->
                assertThat(f.object().key())
                    .startsWith("raw/project=demo/received_date=2026-03-01/received_hour=10/"));
  }

  @Test
  void each_project_and_hour_is_an_object_named_by_its_first_offset() throws IOException {
    Spool spool = new Spool(directory.resolve("s"), new DiskUse(null));

    spool.append(
        List.of(
            record(10, event("demo", "2026-03-01T10:59:59.999Z")),
            record(12, event("demo", "2026-03-01T11:00:00Z")),
            record(13, event("other", "2026-03-01T10:00:00Z"))));
    spool.append(List.of(record(15, event("demo", "2026-03-01T10:00:00Z"))));

    assertThat(spool.files())
        .extracting(f -> f.object().key(), Spool.SpoolFile::lines)
        .containsExactly(
            tuple(
                "raw/project=demo/received_date=2026-03-01/received_hour=10/"
                    + "events-sessionized-3-00000000000000000010.json.gz",
                2L),
            tuple(
                "raw/project=demo/received_date=2026-03-01/received_hour=11/"
                    + "events-sessionized-3-00000000000000000012.json.gz",
                1L),
            tuple(
                "raw/project=other/received_date=2026-03-01/received_hour=10/"
                    + "events-sessionized-3-00000000000000000013.json.gz",
                1L));
  }

  @Test
  void lines_are_what_was_in_kafka() throws IOException {
    Spool spool = new Spool(directory.resolve("s"), new DiskUse(null));
    String odd =
        "{ \"project\":\"demo\", \"unknown\":[1,{\"project\":\"x\"}],"
            + "\"received_at\":\"2026-03-01T10:00:00Z\",\"n\":1.50 }";

    spool.append(List.of(record(1, odd.getBytes(StandardCharsets.UTF_8))));
    spool.append(List.of(record(2, odd.getBytes(StandardCharsets.UTF_8))));

    assertThat(text(spool.files().iterator().next().compressed()))
        .isEqualTo(odd + "\n" + odd + "\n");
    assertThat(spool.bytes()).isEqualTo(2L * (odd.length() + 1));
  }

  @Test
  void the_same_lines_give_the_same_bytes() throws IOException {
    Spool one = new Spool(directory.resolve("one"), new DiskUse(null));
    Spool two = new Spool(directory.resolve("two"), new DiskUse(null));
    byte[] event = event("demo", "2026-03-01T10:00:00Z");

    one.append(List.of(record(1, event), record(2, event)));
    two.append(List.of(record(1, event)));
    two.append(List.of(record(2, event)));

    assertThat(Files.readAllBytes(one.files().iterator().next().compressed()))
        .isEqualTo(Files.readAllBytes(two.files().iterator().next().compressed()));
  }

  @Test
  void what_is_no_line_is_kept_in_the_quarantine() throws IOException {
    List<String> broken =
        List.of(
            "{\"project\":\"demo\"",
            "[]",
            "{\"project\":\"demo\"}",
            "{\"project\":\"../x\",\"received_at\":\"2026-03-01T10:00:00Z\"}",
            "{\"project\":\"demo\",\"received_at\":\"+12026-03-01T10:00:00Z\"}",
            "{\"project\":\"demo\",\"received_at\":5}",
            "{\"project\":\"demo\",\n\"received_at\":\"2026-03-01T10:00:00Z\"}",
            "{\"project\":\"demo\",\"received_at\":\"2026-03-01T10:00:00Z\"} {}");
    Spool spool = new Spool(directory.resolve("s"), new DiskUse(null));

    for (String value : broken) {
      spool.append(List.of(record(7, value.getBytes(StandardCharsets.UTF_8))));
    }

    assertThat(spool.files()).hasSize(1);
    Spool.SpoolFile file = spool.files().iterator().next();
    assertThat(file.object().key()).startsWith("quarantine/project=_unknown/");
    assertThat(text(file.compressed()).lines())
        .map(line -> EventJson.readRejected(line.getBytes(StandardCharsets.UTF_8)))
        .map(RejectedEvent::raw)
        .containsExactlyElementsOf(broken);
  }

  @Test
  void a_deleted_spool_leaves_nothing_behind() throws IOException {
    Spool spool = new Spool(directory.resolve("s"), new DiskUse(null));
    spool.append(List.of(record(1, event("demo", "2026-03-01T10:00:00Z"))));

    spool.delete();

    assertThat(directory).isEmptyDirectory();
    assertThat(spool.isEmpty()).isTrue();
  }

  @Test
  void the_spool_folder_is_emptied_at_the_start() throws IOException {
    Files.createDirectories(directory.resolve("events-sessionized-0-0"));
    Files.writeString(directory.resolve("events-sessionized-0-0/0.json"), "left over");

    try (SpoolDirectory taken = new SpoolDirectory(settings())) {
      assertThat(taken).isNotNull();
      assertThat(directory.resolve("events-sessionized-0-0")).doesNotExist();
    }
  }

  @Test
  void the_folder_knows_what_it_takes_on_the_disk() throws IOException {
    try (SpoolDirectory taken = new SpoolDirectory(settings())) {
      Spool spool = taken.newSpool("events-sessionized", 0);
      byte[] event = event("demo", "2026-03-01T10:00:00Z");
      spool.append(List.of(record(1, event), record(2, event)));
      assertThat(taken.bytes()).isEqualTo(2L * (event.length + 1));
      assertThat(taken.isFull()).isFalse();
      spool.append(List.of(record(3, event), record(4, event)));
      assertThat(taken.isFull()).isTrue();
      assertThat(taken.isDiskFull()).isFalse();

      Spool.SpoolFile file = spool.files().iterator().next();
      long compressed = Files.size(file.compressed());
      assertThat(taken.bytes()).isEqualTo(compressed);
      file.compressed();
      assertThat(taken.bytes()).isEqualTo(compressed);
      file.markUploaded();
      assertThat(taken.bytes()).isZero();

      Spool next = taken.newSpool("events-sessionized", 0);
      next.append(List.of(record(5, event)));
      next.delete();
      assertThat(taken.bytes()).isZero();
    }
  }

  @Test
  void a_disk_without_the_room_that_is_kept_in_reserve_is_full() throws IOException {
    ArchiveSettings more =
        new ArchiveSettings(
            directory, Duration.ofMinutes(1), DataSize.ofTerabytes(9), DataSize.ofTerabytes(36));

    try (SpoolDirectory taken = new SpoolDirectory(more)) {
      assertThat(taken.isFull()).isTrue();
      assertThat(taken.isDiskFull()).isTrue();
    }
  }

  @Test
  void the_bound_of_the_folder_leaves_room_for_what_is_under_way() {
    assertThatThrownBy(
            () ->
                new ArchiveSettings(
                    directory, Duration.ofMinutes(1), DataSize.ofBytes(100), DataSize.ofBytes(399)))
        .hasMessage(
            "rivulet.archive.spool-max-size must be at least four times rotate-size (100B), not 399B");
  }

  @Test
  void two_processes_do_not_share_a_spool_folder() throws IOException {
    try (SpoolDirectory taken = new SpoolDirectory(settings())) {
      assertThat(taken).isNotNull();
      assertThatThrownBy(() -> new SpoolDirectory(settings()))
          .hasMessage(
              "rivulet.archive.spool-directory " + directory + " is in use by another process");
    }
  }
}
