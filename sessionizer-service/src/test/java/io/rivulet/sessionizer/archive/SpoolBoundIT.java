package io.rivulet.sessionizer.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rivulet.event.EventJson;
import io.rivulet.event.LakeObject;
import io.rivulet.event.LakeObject.Area;
import io.rivulet.event.Topics;
import io.rivulet.sessionizer.RealParts;
import io.rivulet.sessionizer.TestEvents;
import io.rivulet.sessionizer.kafka.RetentionWatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The disk that the archiver takes, with more lines than it may hold. */
@SuppressWarnings("try") // archivers work by themselves
class SpoolBoundIT {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final int PARTITIONS = 8;
  private static final int EVENTS = 12_000;
  private static final DataSize ROTATE_SIZE = DataSize.ofKilobytes(500);
  private static final DataSize MAX_SIZE = DataSize.ofMegabytes(2);

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private Path directory;
  private RealParts parts;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    directory = temporary;
    parts = RealParts.inThisJvm(directory);
    parts.createTopics(PARTITIONS);
  }

  @AfterEach
  void stop() {
    parts.close();
  }

  private Path spool() {
    return directory.resolve("spool");
  }

  private Archiver archiver(Duration rotateAfter) {
    Archiver archiver =
        new Archiver(
            Map.of("bootstrap.servers", parts.bootstrapServers(), "session.timeout.ms", 6_000),
            parts.topics(PARTITIONS),
            new S3ObjectStore(parts.s3(), RealParts.BUCKET),
            new ArchiveSettings(spool(), rotateAfter, ROTATE_SIZE, MAX_SIZE),
            metrics);
    archiver.start();
    return archiver;
  }

  /** Or the compressed lines of all partitions would not fill the folder. */
  private static String incompressible(Random random) {
    byte[] noise = new byte[200];
    random.nextBytes(noise);
    return Base64.getEncoder().encodeToString(noise);
  }

  private void produce() {
    produce(partition -> true);
  }

  private void produce(IntPredicate isWanted) {
    Random random = new Random(1);
    try (KafkaProducer<String, byte[]> producer = parts.producer(Map.of("acks", "all"))) {
      for (int i = 0; i < EVENTS; i++) {
        if (isWanted.test(i % PARTITIONS)) {
          byte[] event =
              EventJson.write(
                  TestEvents.track("e-" + i, "a-" + i % 100, Instant.EPOCH)
                      .userAgent(incompressible(random))
                      .build());
          Future<?> unused =
              producer.send(
                  new ProducerRecord<>(Topics.EVENTS_SESSIONIZED, i % PARTITIONS, "key", event));
        }
      }
    }
  }

  private long bytesOnDisk() {
    if (Files.notExists(spool())) {
      return 0;
    }
    try (Stream<Path> all = Files.walk(spool())) {
      return all.mapToLong(SpoolBoundIT::size).sum();
    } catch (UncheckedIOException e) {
      return 0; // a folder went away meanwhile
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long size(Path path) {
    try {
      return Files.isRegularFile(path) ? Files.size(path) : 0;
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitEveryEvent(AtomicLong most) throws IOException {
    await()
        .atMost(SOON)
        .until(
            () -> {
              most.accumulateAndGet(bytesOnDisk(), Math::max);
              return parts.lines(Area.RAW).size() >= EVENTS;
            });
    assertThat(parts.objects(Area.RAW).stream().flatMap(o -> o.lines().stream()).distinct())
        .hasSize(EVENTS);
    assertThat(most.get()).isLessThanOrEqualTo(MAX_SIZE.toBytes());
  }

  @Test
  void while_the_store_is_away_the_disk_stays_within_its_bound_and_the_lag_is_seen()
      throws Exception {
    AtomicLong most = new AtomicLong();
    try (Archiver archiver = archiver(Duration.ofMillis(500));
        RetentionWatch watch =
            new RetentionWatch(
                Map.of("bootstrap.servers", parts.bootstrapServers()),
                parts.topics(PARTITIONS),
                Archiver.GROUP,
                Archiver.TOPICS,
                Archiver.METRICS,
                metrics)) {
      watch.start();
      await().atMost(SOON).until(archiver::isPolling);
      int port = parts.stopS3();
      produce();

      await()
          .atMost(SOON)
          .until(
              () -> {
                most.accumulateAndGet(bytesOnDisk(), Math::max);
                return archiver.storeProblem() != null && lag() == EVENTS;
              });
      await()
          .during(Duration.ofSeconds(5))
          .atMost(SOON)
          .until(() -> most.accumulateAndGet(bytesOnDisk(), Math::max) <= MAX_SIZE.toBytes());
      assertThat(archiver.storeProblem()).contains("cannot be");
      await()
          .atMost(SOON)
          .until(
              () ->
                  metrics.get("rivulet.archive.spool.bytes").gauge().value()
                      == (double) bytesOnDisk());
      parts.startS3(port);

      awaitEveryEvent(most);
      await().atMost(SOON).until(() -> archiver.spoolBytes() == 0 && !archiver.isSpoolFull());
      assertThat(bytesOnDisk()).isZero();
      await().atMost(SOON).until(() -> lag() == 0);
    }
  }

  private double lag() {
    return metrics
        .get("rivulet.archive.lag")
        .tag("topic", Topics.EVENTS_SESSIONIZED)
        .gauge()
        .value();
  }

  @Test
  void promises_of_more_than_the_disk_may_hold_are_kept_one_by_one() throws Exception {
    produce();
    Process killed =
        ArchiverProcess.start(parts, directory.resolve("child"), 0, Duration.ofSeconds(4));
    assertThat(killed.waitFor(90, TimeUnit.SECONDS)).isTrue();

    AtomicLong most = new AtomicLong();
    try (Archiver unused = archiver(Duration.ofMillis(500))) {
      awaitEveryEvent(most);
    }
  }

  @Test
  void partitions_that_wait_for_objects_with_other_lines_leave_the_disk_to_others()
      throws Exception {
    parts.s3().createBucket(b -> b.bucket(RealParts.BUCKET));
    for (int partition = 1; partition < PARTITIONS; partition++) {
      String key = firstKey(partition);
      parts
          .s3()
          .putObject(b -> b.bucket(RealParts.BUCKET).key(key), RequestBody.fromString("older"));
    }
    produce(partition -> partition > 0);

    AtomicLong most = new AtomicLong();
    try (Archiver archiver = archiver(Duration.ofMillis(500))) {
      await().atMost(SOON).until(() -> conflicts() >= PARTITIONS);
      assertThat(archiver.storeProblem()).contains("has other lines");
      produce(partition -> partition == 0);
      await().atMost(SOON).until(() -> linesOfPartition(0) == EVENTS / PARTITIONS);

      for (int partition = 1; partition < PARTITIONS; partition++) {
        String key = firstKey(partition);
        parts.s3().deleteObject(b -> b.bucket(RealParts.BUCKET).key(key));
      }
      awaitEveryEvent(most);
      await().atMost(SOON).until(() -> archiver.storeProblem() == null);
    }
  }

  private double conflicts() {
    return metrics.counter("rivulet.archive.failures", "kind", "conflict").count();
  }

  private static String firstKey(int partition) {
    return LakeObject.of(
            Area.RAW,
            "demo",
            TestEvents.RECEIVED_AT.truncatedTo(ChronoUnit.HOURS),
            Topics.EVENTS_SESSIONIZED,
            partition,
            0)
        .key();
  }

  /** Of the partition's own objects alone: those that stand in the way are no gzip. */
  private long linesOfPartition(int partition) {
    return parts
        .s3()
        .listObjectsV2Paginator(b -> b.bucket(RealParts.BUCKET).prefix("raw/"))
        .contents()
        .stream()
        .map(S3Object::key)
        .filter(
            key ->
                LakeObject.parse(key).filter(object -> object.partition() == partition).isPresent())
        .mapToLong(
            key ->
                Long.parseLong(
                    parts
                        .s3()
                        .headObject(b -> b.bucket(RealParts.BUCKET).key(key))
                        .metadata()
                        .get(LakeObject.LINES_METADATA)))
        .sum();
  }
}
