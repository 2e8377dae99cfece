package io.rivulet.sessionizer.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rivulet.event.Event;
import io.rivulet.event.EventJson;
import io.rivulet.event.LakeObject.Area;
import io.rivulet.event.RejectedEvent;
import io.rivulet.event.RejectionReason;
import io.rivulet.event.Topics;
import io.rivulet.sessionizer.RealParts;
import io.rivulet.sessionizer.TestEvents;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;
import software.amazon.awssdk.core.sync.RequestBody;

/** The archiver on a real broker and a real S3 server: every line once, whatever happens. */
@SuppressWarnings("try") // archivers work by themselves
class ArchiverIT {
  private static final Instant RECEIVED_AT = Instant.parse("2026-03-01T10:30:00Z");
  private static final Duration SOON = Duration.ofMinutes(2);

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private Path directory;
  private RealParts parts;
  private int produced;

  @BeforeEach
  void start(@TempDir Path temporary) throws InterruptedException {
    directory = temporary;
    parts = RealParts.inThisJvm(directory);
    parts.createTopics(1);
  }

  @AfterEach
  void stop() {
    parts.close();
  }

  private Archiver archiver(Duration rotateAfter, DataSize rotateSize) {
    Archiver archiver =
        new Archiver(
            Map.of("bootstrap.servers", parts.bootstrapServers()),
            parts.topics(1),
            new S3ObjectStore(parts.s3(), RealParts.BUCKET),
            new ArchiveSettings(
                directory.resolve("spool"), rotateAfter, rotateSize, DataSize.ofGigabytes(1)),
            metrics);
    archiver.start();
    return archiver;
  }

  /** Events of two projects over three hours, in transactions, each second one of which fails. */
  private void produce(int events) {
    try (KafkaProducer<String, byte[]> producer =
        parts.producer(Map.of("transactional.id", "test-" + produced))) {
      producer.initTransactions();
      for (int sent = 0; sent < events; ) {
        producer.beginTransaction();
        Future<?> aborted = producer.send(record("aborted-" + produced));
        producer.flush();
        assertThat(aborted).isDone();
        producer.abortTransaction();
        producer.beginTransaction();
        for (int i = 0; i < 10 && sent < events; i++, sent++) {
          Future<?> unused = producer.send(record("e-" + produced++));
        }
        producer.commitTransaction();
      }
    }
  }

  private ProducerRecord<String, byte[]> record(String id) {
    Event event =
        TestEvents.track(id, "a-1", Instant.EPOCH)
            .project(produced % 3 == 0 ? "other" : "demo")
            .receivedAt(RECEIVED_AT.plus(Duration.ofHours(produced % 30 / 10)))
            .build();
    return new ProducerRecord<>(
        Topics.EVENTS_SESSIONIZED, event.actor().recordKey(), EventJson.write(event));
  }

  private List<String> producedIds() {
    return IntStream.range(0, produced).mapToObj(i -> "e-" + i).toList();
  }

  private List<String> archivedIds() throws Exception {
    return parts.lines(Area.RAW).stream()
        .map(line -> EventJson.readEvent(line.getBytes(StandardCharsets.UTF_8)).eventId())
        .toList();
  }

  private void assertEveryEventIsThereOnce() throws Exception {
    assertThat(archivedIds()).containsExactlyInAnyOrderElementsOf(producedIds());
    assertThat(parts.objects(Area.RAW))
        .allSatisfy(
            o -> assertThat(o.declaredLines()).isEqualTo(Integer.toString(o.lines().size())));
  }

  private void awaitEveryEvent() {
    await().atMost(SOON).until(() -> archivedIds().size() >= produced);
  }

  /** What is beside the committed offset. */
  private String promise() throws Exception {
    OffsetAndMetadata committed = committed();
    return committed == null ? "nothing is committed" : committed.metadata();
  }

  private @Nullable OffsetAndMetadata committed() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", parts.bootstrapServers()))) {
      return admin
          .listConsumerGroupOffsets(Archiver.GROUP)
          .partitionsToOffsetAndMetadata()
          .get(30, TimeUnit.SECONDS)
          .get(new TopicPartition(Topics.EVENTS_SESSIONIZED, 0));
    }
  }

  @Test
  void committed_lines_are_in_the_lake_and_aborted_ones_are_not() throws Exception {
    produce(95);

    try (Archiver archiver = archiver(Duration.ofSeconds(1), DataSize.ofMegabytes(1))) {
      awaitEveryEvent();
      produce(42);
      awaitEveryEvent();

      assertThat(archiver.isPolling()).isTrue();
    }
    assertEveryEventIsThereOnce();
  }

  @Test
  void small_sizes_make_many_objects_and_still_each_line_once() throws Exception {
    try (Archiver unused = archiver(Duration.ofHours(1), DataSize.ofBytes(1_000))) {
      for (int i = 0; i < 10; i++) {
        produce(30);
      }
      awaitEveryEvent();
    }
    assertEveryEventIsThereOnce();
    assertThat(parts.objects(Area.RAW).size()).isGreaterThan(6);
  }

  @Test
  void a_stop_in_good_order_uploads_what_was_collected() throws Exception {
    Archiver archiver = archiver(Duration.ofHours(1), DataSize.ofMegabytes(64));
    produce(50);
    await().atMost(SOON).until(() -> hasSpooled(directory.resolve("spool")));

    archiver.close();

    assertEveryEventIsThereOnce();
    assertThat(promise()).isEmpty();
  }

  private static boolean hasSpooled(Path spool) throws Exception {
    try (var files = Files.walk(spool)) {
      return files.anyMatch(f -> f.toString().endsWith(".json"));
    }
  }

  @Test
  void rejected_events_go_to_the_quarantine() throws Exception {
    RejectedEvent rejected =
        new RejectedEvent(
            RejectedEvent.UNKNOWN_PROJECT,
            RECEIVED_AT,
            RejectionReason.UNKNOWN_KEY,
            "no project has this write key",
            "segment",
            null,
            null,
            "{}");
    try (KafkaProducer<String, byte[]> producer = parts.producer(Map.of())) {
      producer
          .send(
              new ProducerRecord<>(
                  Topics.EVENTS_REJECTED, rejected.project(), EventJson.write(rejected)))
          .get();
    }

    try (Archiver unused = archiver(Duration.ofMillis(500), DataSize.ofMegabytes(1))) {
      await().atMost(SOON).until(() -> !parts.lines(Area.QUARANTINE).isEmpty());
    }

    RealParts.StoredObject object = parts.objects(Area.QUARANTINE).get(0);
    assertThat(object.key())
        .isEqualTo(
            "quarantine/project=_unknown/received_date=2026-03-01/received_hour=10/"
                + "events-rejected-0-00000000000000000000.json.gz");
    assertThat(object.lines())
        .containsExactly(new String(EventJson.write(rejected), StandardCharsets.UTF_8));
  }

  @Test
  void nothing_is_lost_or_doubled_while_the_store_is_away() throws Exception {
    produce(40);
    try (Archiver archiver = archiver(Duration.ofMillis(300), DataSize.ofMegabytes(1))) {
      awaitEveryEvent();

      int port = parts.stopS3();
      produce(60);
      await().atMost(SOON).until(() -> archiver.storeProblem() != null);
      produce(25);
      assertThat(archiver.isPolling()).isTrue();
      parts.startS3(port);

      awaitEveryEvent();
      await().atMost(SOON).until(() -> archiver.storeProblem() == null);
    }
    assertEveryEventIsThereOnce();
  }

  @Test
  void an_archiver_that_starts_before_the_store_waits_for_it() throws Exception {
    int port = parts.stopS3();
    produce(10);

    try (Archiver unused = archiver(Duration.ofMillis(300), DataSize.ofMegabytes(1))) {
      parts.startS3(port);
      awaitEveryEvent();
    }
    assertEveryEventIsThereOnce();
  }

  @Test
  void an_object_with_other_lines_is_not_replaced_and_archiving_waits_for_the_owner()
      throws Exception {
    String key =
        "raw/project=demo/received_date=2026-03-01/received_hour=10/"
            + "events-sessionized-0-00000000000000000002.json.gz";
    parts.s3().createBucket(b -> b.bucket(RealParts.BUCKET));
    parts
        .s3()
        .putObject(b -> b.bucket(RealParts.BUCKET).key(key), RequestBody.fromString("older lines"));
    produce(10);

    try (Archiver archiver = archiver(Duration.ofMillis(300), DataSize.ofMegabytes(1))) {
      await()
          .atMost(SOON)
          .until(() -> String.valueOf(archiver.storeProblem()).contains("has other lines"));
      assertThat(
              parts.s3().getObjectAsBytes(b -> b.bucket(RealParts.BUCKET).key(key)).asUtf8String())
          .isEqualTo("older lines");
      parts.s3().deleteObject(b -> b.bucket(RealParts.BUCKET).key(key));

      awaitEveryEvent();
      await().atMost(SOON).until(() -> archiver.storeProblem() == null);
    }
    assertEveryEventIsThereOnce();
  }

  @Test
  void a_bucket_that_goes_away_is_made_again() throws Exception {
    produce(10);
    try (Archiver unused = archiver(Duration.ofMillis(300), DataSize.ofMegabytes(1))) {
      awaitEveryEvent();
      for (RealParts.StoredObject object : parts.objects(Area.RAW)) {
        parts.s3().deleteObject(b -> b.bucket(RealParts.BUCKET).key(object.key()));
      }
      parts.s3().deleteBucket(b -> b.bucket(RealParts.BUCKET));
      produce(10);

      await().atMost(SOON).until(() -> archivedIds().size() >= 10);
    }
    assertThat(archivedIds())
        .containsExactlyInAnyOrderElementsOf(producedIds().subList(10, produced));
  }

  @Test
  void records_that_kafka_deleted_too_early_are_counted_and_the_others_archived() throws Exception {
    produce(10);
    try (Archiver unused = archiver(Duration.ofMillis(300), DataSize.ofMegabytes(1))) {
      awaitEveryEvent();
      await().atMost(SOON).until(() -> promise().isEmpty());
    }
    produce(10); // with marks and failed ones at offsets 14 to 27
    long lost = 20;
    deleteRecordsBefore(lost);

    try (Archiver unused = archiver(Duration.ofMillis(300), DataSize.ofMegabytes(1))) {
      await()
          .atMost(SOON)
          .until(() -> metrics.get("rivulet.archive.expired").counter().count() > 0);
      produce(10);
      await().atMost(SOON).until(() -> archivedIds().contains("e-29"));
    }
    assertThat(archivedIds()).doesNotHaveDuplicates().hasSizeBetween(20, 29);
  }

  private void deleteRecordsBefore(long offset) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", parts.bootstrapServers()))) {
      admin
          .deleteRecords(
              Map.of(
                  new TopicPartition(Topics.EVENTS_SESSIONIZED, 0),
                  RecordsToDelete.beforeOffset(offset)))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void marks_without_lines_do_not_pass_for_lines_that_wait() throws Exception {
    try (KafkaProducer<String, byte[]> producer =
        parts.producer(Map.of("transactional.id", "test"))) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(record("aborted")).get();
      producer.abortTransaction();
    }

    try (Archiver unused = archiver(Duration.ofMillis(300), DataSize.ofMegabytes(1))) {
      await().atMost(SOON).until(() -> committed() != null && committed().offset() == 2);
    }
    assertThat(parts.objects(Area.RAW)).isEmpty();
  }

  @Test
  void killed_after_any_upload_it_writes_the_same_objects_again() throws Exception {
    // Two projects over three hours: six objects. 0: promised, nothing uploaded yet; 6: everything
    // uploaded, nothing committed.
    for (int uploads : new int[] {0, 1, 3, 6}) {
      Map<String, String> before = etags();
      produce(60);
      Process killed =
          ArchiverProcess.start(parts, directory.resolve("child"), uploads, Duration.ofSeconds(1));
      assertThat(killed.waitFor(90, TimeUnit.SECONDS)).isTrue();
      assertThat(killed.exitValue()).isEqualTo(ArchiverProcess.KILLED);
      Map<String, String> afterKill = etags();
      assertThat(afterKill).hasSize(before.size() + uploads).containsAllEntriesOf(before);
      assertThat(promise()).startsWith("flush-until=");
      produce(20);

      Process next =
          ArchiverProcess.start(parts, directory.resolve("child"), -1, Duration.ofMillis(300));
      try {
        awaitEveryEvent();
        await().atMost(SOON).until(() -> promise().isEmpty());
      } finally {
        next.destroyForcibly().waitFor();
      }

      assertThat(etags()).containsAllEntriesOf(afterKill);
      assertEveryEventIsThereOnce();
    }
  }

  private Map<String, String> etags() throws Exception {
    return parts.objects(Area.RAW).stream()
        .collect(Collectors.toMap(RealParts.StoredObject::key, RealParts.StoredObject::etag));
  }
}
