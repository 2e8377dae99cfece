package io.rivulet.ingest.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class SpoolTest {
  private final Path directory;
  private final MeterRegistry registry = new SimpleMeterRegistry();

  SpoolTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void what_is_appended_comes_out_in_order() throws IOException {
    try (Spool spool = open("1MB")) {
      append(spool, "a", "b");
      append(spool, "c");

      assertThat(readAll(spool)).containsExactly("a", "b", "c");
      assertThat(spool.records()).isEqualTo(3);
    }
  }

  @Test
  void what_is_not_drained_survives_a_restart() throws IOException {
    try (Spool spool = open("1MB")) {
      append(spool, "a", "b", "c");
      drain(spool, 2);
    }

    try (Spool spool = open("1MB")) {
      assertThat(spool.records()).isEqualTo(1);
      append(spool, "d");
      assertThat(readAll(spool)).containsExactly("c", "d");
    }
  }

  @Test
  void a_segment_that_a_later_version_wrote_is_refused() throws IOException {
    ByteBuffer header =
        ByteBuffer.allocate(SegmentFormat.HEADER_BYTES)
            .put(SegmentFormat.header(7))
            .put(7, (byte) 2);
    CRC32C crc = new CRC32C();
    crc.update(header.array(), 0, SegmentFormat.HEADER_BYTES - 4);
    header.putInt(SegmentFormat.HEADER_BYTES - 4, (int) crc.getValue());
    Segment segment = Segment.fresh(directory, 7);
    Files.write(segment.path, header.array());

    assertThatThrownBy(
            () -> new SegmentReader(segment, SegmentInput::onDisk, (file, from, to, isTorn) -> {}))
        .hasMessageContaining("is of version 2, which is unknown");
  }

  @Test
  void a_lost_position_repeats_and_loses_nothing() throws IOException {
    try (Spool spool = open("1MB")) {
      append(spool, "a", "b");
      drain(spool, 1);
    }
    Files.writeString(directory.resolve("drained"), "drained 9999 00000000\n");

    try (Spool spool = open("1MB")) {
      append(spool, "c");
      assertThat(readAll(spool)).containsExactly("a", "b", "c");
    }
  }

  @Test
  void a_position_ahead_of_the_files_hides_no_later_record() throws IOException {
    try (Spool spool = open("1MB")) {
      append(spool, "a", "b");
    }
    new DrainedPosition(directory).write(500);

    try (Spool spool = open("1MB")) {
      assertThat(spool.isDrained()).isTrue();
      append(spool, "c");
      assertThat(readAll(spool)).containsExactly("c");
    }
    try (Spool spool = open("1MB")) {
      assertThat(readAll(spool)).containsExactly("c");
    }
  }

  @Test
  void files_are_deleted_once_they_are_drained() throws IOException {
    try (Spool spool = open("1MB")) {
      String large = "x".repeat(40_000); // a file takes 64 KB: one each
      append(spool, large);
      append(spool, large);
      append(spool, large);
      assertThat(segments()).hasSize(3);

      drain(spool, 2);

      Awaitility.await().untilAsserted(() -> assertThat(segments()).hasSize(1));
      assertThat(spool.bytes()).isBetween(40_000L, 41_000L);
      drain(spool, 1);
      Awaitility.await().untilAsserted(() -> assertThat(segments()).isEmpty());
      append(spool, "later");
      assertThat(readAll(spool)).containsExactly("later");
    }
  }

  @Test
  void a_full_spool_refuses_and_takes_again_after_draining() throws IOException {
    try (Spool spool = open("1MB")) {
      String large = "x".repeat(60_000);
      int taken = 0;
      while (isAppended(spool, large)) {
        taken++;
      }
      assertThat(taken).isEqualTo(17);
      assertThat(spool.bytes()).isLessThanOrEqualTo(1 << 20);
      assertThat(spool.hasRoom()).isFalse();
      assertThat(count("rivulet.ingest.spool.refused")).isEqualTo(1);

      drain(spool, 5);

      Awaitility.await().until(spool::hasRoom);
      append(spool, "again");
      assertThat(readAll(spool)).hasSize(13).endsWith("again");
    }
  }

  @Test
  void a_volume_filled_beyond_the_share_is_left_alone() throws IOException {
    SpoolSettings settings = new SpoolSettings(directory, DataSize.parse("1MB"), 0.0001);
    try (Spool spool = Spool.open(settings, registry)) {
      assertThat(isAppended(spool, "a")).isFalse();
      assertThat(spool.hasRoom()).isFalse();
    }
  }

  @Test
  void two_collectors_never_share_a_directory() throws IOException {
    try (Spool spool = open("1MB")) {
      assertThatThrownBy(() -> open("1MB"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another collector uses the spool directory " + directory);
      append(spool, "a");
    }
    open("1MB").close();
  }

  @Test
  void a_torn_tail_is_left_behind_and_nothing_else() throws IOException {
    try (Spool spool = open("1MB")) {
      append(spool, "a", "b");
    }
    Path segment = segments().get(0);
    byte[] whole = Files.readAllBytes(segment);
    Files.write(segment, Arrays.copyOf(whole, whole.length - 3));

    try (Spool spool = open("1MB")) {
      append(spool, "c");
      assertThat(readAll(spool)).containsExactly("a", "c");
    }
  }

  @Test
  void damaged_bytes_are_kept_counted_and_do_not_hold_up_the_drain() throws IOException {
    try (Spool spool = open("1MB")) {
      append(spool, "first", "second", "third");
    }
    Path segment = segments().get(0);
    byte[] bytes = Files.readAllBytes(segment);
    bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("third")] ^= 1;
    Files.write(segment, bytes);

    try (Spool spool = open("1MB")) {
      assertThat(readAll(spool)).containsExactly("first", "second");
      assertThat(readAll(spool)).containsExactly("first", "second");
      assertThat(count("rivulet.ingest.spool.damaged")).isEqualTo(1);
      drain(spool, 2);
      assertThat(spool.isDrained()).isTrue();
    }
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.filter(f -> f.toString().endsWith(".damaged")))
          .singleElement()
          .satisfies(
              f -> assertThat(Files.readString(f, StandardCharsets.ISO_8859_1)).contains("hird"));
    }
  }

  @Test
  void a_damaged_first_record_does_not_keep_the_collector_from_starting() throws IOException {
    try (Spool spool = open("1MB")) {
      append(spool, "first", "second");
    }
    Path segment = segments().get(0);
    byte[] bytes = Files.readAllBytes(segment);
    bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("first")] ^= 1;
    Files.write(segment, bytes);

    try (Spool spool = open("1MB")) {
      assertThat(readAll(spool)).containsExactly("second");
    }
  }

  @Test
  void a_block_that_cannot_be_read_is_tried_600_times_then_skipped_and_its_file_kept()
      throws IOException {
    FailingDisk disk = new FailingDisk();
    String[] values =
        IntStream.range(0, 40).mapToObj(i -> "v" + i + "x".repeat(960)).toArray(String[]::new);
    try (Spool spool = open(disk)) {
      append(spool, values); // about 1,010 bytes each, four in a block of 4 KB
      disk.unreadable.set(9_000);

      for (int i = 1; i < SegmentInput.ATTEMPTS; i++) {
        assertThatThrownBy(() -> readAll(spool)).hasMessage("Input/output error");
      }
      List<String> read = readAll(spool);

      // Those that lie in bytes 8,192 to 12,287 in part.
      assertThat(read).isSubsetOf(values).hasSize(40 - 5).contains(values[7], values[13]);
      assertThat(count("rivulet.ingest.spool.damaged")).isEqualTo(1);
      drain(spool, read.size());
      Awaitility.await().untilAsserted(() -> assertThat(segments()).isEmpty());
      assertThat(directory.resolve("00000000000000000000.spool.unreadable")).exists();
      append(spool, "later");
      assertThat(readAll(spool)).containsExactly("later");
    }
  }

  @Test
  void a_file_that_somebody_deleted_is_looked_for_600_times_then_passed_over() throws IOException {
    try (Spool spool = open("1MB")) {
      append(spool, "a");
    }
    try (Spool spool = open("1MB")) {
      append(spool, "b");
      Files.delete(directory.resolve("00000000000000000000.spool"));

      for (int i = 0; i < SegmentInput.ATTEMPTS; i++) {
        assertThatThrownBy(() -> readAll(spool)).isInstanceOf(NoSuchFileException.class);
      }

      assertThat(readAll(spool)).containsExactly("b");
      drain(spool, 1);
      Awaitility.await().untilAsserted(() -> assertThat(segments()).isEmpty());
      assertThat(count("rivulet.ingest.spool.damaged")).isEqualTo(1);
      assertThat(spool.isDrained()).isTrue();
    }
  }

  @Test
  void a_disk_that_answers_again_in_time_costs_nothing() throws IOException {
    FailingDisk disk = new FailingDisk();
    try (Spool spool = open(disk)) {
      append(spool, "a", "b");
      disk.unreadable.set(30);
      assertThatThrownBy(() -> readAll(spool)).hasMessage("Input/output error");
      disk.unreadable.set(-1);

      assertThat(readAll(spool)).containsExactly("a", "b");
      assertThat(count("rivulet.ingest.spool.damaged")).isZero();
    }
  }

  @Test
  void a_collector_starts_on_a_spool_that_it_cannot_read_and_uses_no_sequence_twice()
      throws IOException {
    try (Spool spool = open("1MB")) {
      append(spool, "a", "b");
    }
    FailingDisk disk = new FailingDisk();
    disk.unreadable.set(30);

    try (Spool spool = open(disk)) {
      append(spool, "c");
      disk.unreadable.set(-1);

      assertThat(readAll(spool)).containsExactly("a", "b", "c");
      drain(spool, 3);
      assertThat(spool.isDrained()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"create", "write", "force", "truncate"})
  void an_error_costs_its_request_the_acknowledgement_and_not_the_spool_its_writer(String where)
      throws IOException {
    FailingDisk disk = new FailingDisk();
    try (Spool spool = open(disk)) {
      append(spool, "a");
      disk.dies = where;
      disk.failsForce = where.equals("truncate");
      if (where.equals("create")) {
        drain(spool, 1); // so that there is one to be made
        Awaitility.await().untilAsserted(() -> assertThat(segments()).isEmpty());
      }

      assertThat(isAppended(spool, "b")).isFalse();
      assertThat(spool.hasRoom()).isFalse();
      assertThat(count("rivulet.ingest.spool.failures")).isPositive();
      disk.dies = "";
      disk.failsForce = false;
      append(spool, "c");

      assertThat(readAll(spool)).endsWith("c").doesNotContain("b");
      if (!where.equals("create")) {
        assertThat(readAll(spool)).containsExactly("a", "c");
      }
      Awaitility.await().until(spool::hasRoom);
    }
  }

  @Test
  void a_file_that_a_crash_left_empty_hides_none_behind_it() throws IOException {
    try (Spool spool = open("1MB")) {
      append(spool, "a");
    }
    Files.createFile(directory.resolve("00000000000000000001.spool"));

    try (Spool spool = open("1MB")) {
      append(spool, "b");
      assertThat(readAll(spool)).containsExactly("a", "b");
    }
  }

  @Test
  void a_failing_disk_acknowledges_nothing_and_a_fresh_file_is_begun() throws IOException {
    FailingDisk disk = new FailingDisk();
    try (Spool spool = open(disk)) {
      append(spool, "a");
      disk.room.set(30);
      assertThat(isAppended(spool, "torn")).isFalse();
      assertThat(isAppended(spool, "torn too")).isFalse();
      disk.room.set(Long.MAX_VALUE);
      append(spool, "b");
      disk.failsForce = true;
      assertThat(isAppended(spool, "not forced")).isFalse();
      disk.failsForce = false;
      append(spool, "c");

      assertThat(readAll(spool)).containsExactly("a", "b", "c");
      assertThat(count("rivulet.ingest.spool.failures")).isEqualTo(3);
      drain(spool, 3);
      assertThat(spool.isDrained()).isTrue();
    }
  }

  @Test
  void after_a_failure_the_disk_is_tried_again_unasked() throws IOException {
    FailingDisk disk = new FailingDisk();
    try (Spool spool = open(disk)) {
      disk.room.set(0);
      assertThat(isAppended(spool, "a")).isFalse();
      Awaitility.await().until(() -> count("rivulet.ingest.spool.failures") >= 2);
      assertThat(spool.hasRoom()).isFalse();
      disk.room.set(Long.MAX_VALUE);

      Awaitility.await().until(spool::hasRoom);
      assertThat(spool.isDrained()).isTrue();
      assertThat(spool.records()).isZero();
      assertThat(spool.oldestAgeMillis()).isZero();
      append(spool, "b");
      assertThat(readAll(spool)).containsExactly("b");
    }
  }

  @Test
  void all_who_append_at_once_share_fsyncs() throws IOException {
    try (Spool spool = open("16MB")) {
      List<CompletableFuture<Boolean>> appends = new ArrayList<>();
      for (int i = 0; i < 2000; i++) {
        appends.add(spool.append(List.of(record("v" + i))));
      }

      appends.forEach(a -> assertThat(a.join()).isTrue());
      assertThat(readAll(spool))
          .isEqualTo(IntStream.range(0, 2000).mapToObj(i -> "v" + i).toList());
      assertThat(registry.get("rivulet.ingest.spool.fsync").timer().count()).isLessThan(1000);
    }
  }

  @Test
  void appends_before_the_end_are_finished_and_later_ones_refused() throws IOException {
    Spool spool = open("1MB");
    CompletableFuture<Boolean> before = spool.append(List.of(record("before")));
    spool.close();

    assertThat(before.join()).isTrue();
    assertThat(isAppended(spool, "after")).isFalse();
  }

  @Test
  void the_age_is_that_of_the_oldest_record() throws IOException {
    try (Spool spool = open("1MB")) {
      assertThat(spool.oldestAgeMillis()).isZero();
      append(spool, "a");
      Awaitility.await().until(() -> spool.oldestAgeMillis() > 50);
      drain(spool, 1);
      assertThat(spool.oldestAgeMillis()).isZero();
    }
  }

  private Spool open(String maxSize) throws IOException {
    return Spool.open(settings(maxSize), registry);
  }

  private Spool open(FailingDisk disk) throws IOException {
    return new Spool(settings("1MB"), registry, disk::create, disk::open);
  }

  private SpoolSettings settings(String maxSize) {
    return new SpoolSettings(directory, DataSize.parse(maxSize), 1);
  }

  private double count(String counter) {
    return registry.get(counter).counter().count();
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.toString().endsWith(".spool")).sorted().toList();
    }
  }

  private static SpoolRecord record(String value) {
    return new SpoolRecord(
        "events", "key".getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
  }

  private static void append(Spool spool, String... values) {
    assertThat(isAppended(spool, values)).isTrue();
  }

  private static boolean isAppended(Spool spool, String... values) {
    return spool
        .append(Stream.of(values).map(SpoolTest::record).toList())
        .orTimeout(Duration.ofSeconds(10).toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  private static List<String> readAll(Spool spool) throws IOException {
    List<String> values = new ArrayList<>();
    try (Cursor cursor = spool.cursor()) {
      for (SpooledRecord r = cursor.next(); r != null; r = cursor.next()) {
        values.add(new String(r.record().value(), StandardCharsets.UTF_8));
      }
    }
    return values;
  }

  /** Reads so many records and tells that Kafka has them, and with the last what follows it. */
  private static void drain(Spool spool, int records) throws IOException {
    try (Cursor cursor = spool.cursor()) {
      SpooledRecord last = null;
      for (int i = 0; i < records; i++) {
        last = cursor.next();
      }
      if (last != null) {
        spool.drained(cursor.position(), records, last.appendedAtMillis());
      }
      if (cursor.next() == null) {
        spool.drained(cursor.position(), 0, 0);
      }
    }
  }

  /**
   * Takes so many bytes, then fails as a full disk does; or fails to force, to read the block of a
   * byte, or with an error of the machine's.
   */
  private static final class FailingDisk {
    private final AtomicLong room = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong unreadable = new AtomicLong(-1);
    private volatile boolean failsForce;
    private volatile String dies = "";

    SegmentInput.Source open(Path path) throws IOException {
      SegmentInput.Source real = SegmentInput.onDisk(path);
      return new SegmentInput.Source() {
        @Override
        public int read(ByteBuffer to, long at) throws IOException {
          long bad = unreadable.get() / SegmentInput.BLOCK_BYTES * SegmentInput.BLOCK_BYTES;
          boolean isHit = at < bad + SegmentInput.BLOCK_BYTES && at + to.remaining() > bad;
          if (unreadable.get() >= 0 && isHit) {
            throw new IOException("Input/output error");
          }
          return real.read(to, at);
        }

        @Override
        public void close() throws IOException {
          real.close();
        }
      };
    }

    private void die(String where) {
      if (dies.equals(where)) {
        throw new OutOfMemoryError("a test's");
      }
    }

    SegmentOutput create(Path path) throws IOException {
      die("create");
      SegmentOutput real = SegmentOutput.onDisk(path);
      return new SegmentOutput() {
        @Override
        public void write(ByteBuffer bytes) throws IOException {
          die("write");
          long fits = Math.min(bytes.remaining(), room.get());
          room.addAndGet(-fits);
          ByteBuffer part = bytes.duplicate().limit(bytes.position() + (int) fits);
          boolean isWhole = fits == bytes.remaining();
          real.write(part);
          if (!isWhole) {
            throw new IOException("No space left on device");
          }
          bytes.position(bytes.limit());
        }

        @Override
        public void force() throws IOException {
          real.force();
          die("force");
          if (failsForce) {
            throw new IOException("Input/output error");
          }
        }

        @Override
        public void truncate(long bytes) throws IOException {
          die("truncate");
          throw new IOException("Input/output error");
        }

        @Override
        public void close() throws IOException {
          real.close();
          die("close");
        }
      };
    }
  }
}
