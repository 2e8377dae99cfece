package io.rivulet.benchmarks.sessionizer;

import io.rivulet.event.LakeObject;
import io.rivulet.event.LakeObject.Area;
import io.rivulet.event.Topics;
import io.rivulet.sessionizer.archive.ObjectStore;
import io.rivulet.sessionizer.archive.S3ObjectStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import tools.jackson.databind.json.JsonMapper;

/**
 * The limit: from Kafka to the same store with as little as can be between. It consumes the lines
 * that the sessionizer wrote to {@code events-sessionized} and writes the very same lines through
 * gzip of the same level into objects of the same size. It parses nothing, knows no session, keeps
 * no state, promises nothing and commits no offset. Reads an {@link Order} a line as JSON from
 * standard input and answers each with {@link Done}.
 */
final class PlainArchiver {
  static final String BUCKET = "limit";

  private static final int THREADS = 2; // as many as the sessionizer has
  private static final Duration POLL = Duration.ofMillis(100);
  private static final JsonMapper JSON = new JsonMapper();

  /** What to archive. */
  record Order(List<Lines> partitions) {}

  /**
   * Lines of one partition.
   *
   * @param from offset of the first
   * @param to offset behind the last
   */
  record Lines(int partition, long from, long to) {}

  /** What was archived; {@code bytes} are those of the lines. */
  record Done(long lines, long bytes, long objects) {
    Done plus(Done other) {
      return new Done(lines + other.lines, bytes + other.bytes, objects + other.objects);
    }
  }

  private final ObjectStore store;
  private final String bootstrapServers;
  private final Path folder;
  private final long objectBytes;

  private PlainArchiver(ObjectStore store, String bootstrapServers, Path folder, long objectBytes) {
    this.store = store;
    this.bootstrapServers = bootstrapServers;
    this.folder = folder;
    this.objectBytes = objectBytes;
  }

  /**
   * Runs until standard input ends.
   *
   * @param arguments the broker's address, a folder for files on their way, bytes of lines of an
   *     object
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createDirectories(Path.of(arguments[1]));
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        S3Client s3 =
            S3Client.builder()
                .forcePathStyle(true)
                .httpClientBuilder(Apache5HttpClient.builder())
                .build()) {
      var store = new S3ObjectStore(s3, BUCKET);
      store.prepare();
      var archiver = new PlainArchiver(store, arguments[0], folder, Long.parseLong(arguments[2]));
      String line = orders.readLine();
      while (line != null) {
        Order order = JSON.readValue(line, Order.class);
        System.out.println(JSON.writeValueAsString(archiver.archive(order, threads)));
        line = orders.readLine();
      }
    } finally {
      threads.shutdown();
    }
  }

  private Done archive(Order order, ExecutorService threads)
      throws InterruptedException, ExecutionException {
    List<Callable<Done>> shares = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      int share = thread;
      List<Lines> partitions =
          order.partitions().stream().filter(p -> p.partition() % THREADS == share).toList();
      shares.add(() -> archive(partitions));
    }
    Done done = new Done(0, 0, 0);
    for (Future<Done> share : threads.invokeAll(shares)) {
      done = done.plus(share.get());
    }
    return done;
  }

  private Done archive(List<Lines> partitions)
      throws IOException, ObjectStore.UnavailableException {
    Done done = new Done(0, 0, 0);
    try (var consumer =
        new KafkaConsumer<>(
            consumerConfig(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<Partition> open = new ArrayList<>(partitions.stream().map(Partition::new).toList());
      consumer.assign(open.stream().map(Partition::topicPartition).toList());
      for (Partition partition : open) {
        consumer.seek(partition.topicPartition(), partition.wanted.from());
      }
      while (!open.isEmpty()) {
        var records = consumer.poll(POLL);
        for (Partition partition : List.copyOf(open)) {
          partition.append(records.records(partition.topicPartition()));
          if (consumer.position(partition.topicPartition()) >= partition.wanted.to()) {
            done = done.plus(partition.finish());
            open.remove(partition);
            consumer.pause(List.of(partition.topicPartition()));
          }
        }
      }
    }
    return done;
  }

  private Map<String, Object> consumerConfig() {
    return Map.of(
        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
        bootstrapServers,
        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
        "read_committed",
        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
        false,
        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
        2_000,
        ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
        16 << 20);
  }

  /** The objects of one partition, one after the other. */
  private final class Partition {
    private final Lines wanted;
    private final Path file;
    private @Nullable OutputStream out;
    private long firstOffset;
    private long lines;
    private long bytes;
    private Done done = new Done(0, 0, 0);

    Partition(Lines wanted) {
      this.wanted = wanted;
      this.file = folder.resolve(wanted.partition() + ".json.gz");
    }

    TopicPartition topicPartition() {
      return new TopicPartition(Topics.EVENTS_SESSIONIZED, wanted.partition());
    }

    void append(List<ConsumerRecord<byte[], byte[]>> records)
        throws IOException, ObjectStore.UnavailableException {
      for (ConsumerRecord<byte[], byte[]> record : records) {
        if (record.offset() >= wanted.to()) {
          return;
        }
        OutputStream to = out;
        if (to == null) {
          to = new GZIPOutputStream(Files.newOutputStream(file), 1 << 16);
          out = to;
          firstOffset = record.offset();
        }
        to.write(record.value());
        to.write('\n');
        lines++;
        bytes += record.value().length + 1L;
        if (bytes >= objectBytes) {
          put();
        }
      }
    }

    Done finish() throws IOException, ObjectStore.UnavailableException {
      put();
      return done;
    }

    private void put() throws IOException, ObjectStore.UnavailableException {
      OutputStream finished = out;
      if (finished == null) {
        return;
      }
      finished.close();
      out = null;
      LakeObject object =
          LakeObject.of(
              Area.RAW,
              SessionizerBed.PROJECT,
              Instant.now(),
              Topics.EVENTS_SESSIONIZED,
              wanted.partition(),
              firstOffset);
      store.put(object.key(), file, lines);
      done = done.plus(new Done(lines, bytes, 1));
      lines = 0;
      bytes = 0;
    }
  }
}
