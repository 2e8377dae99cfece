package io.rivulet.sessionizer.archive;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rivulet.sessionizer.RealParts;
import io.rivulet.sessionizer.kafka.KafkaTopics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.util.unit.DataSize;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.s3.S3Client;

/** The archiver in a process of its own, which dies, without a word, after so many uploads. */
final class ArchiverProcess {
  /** Exit code of a process that died as it was told to. */
  static final int KILLED = 137;

  private ArchiverProcess() {}

  /**
   * Starts one.
   *
   * @param uploads after how many it dies, instead of the next one or else of the commit; negative:
   *     it lives until it is destroyed
   */
  static Process start(RealParts parts, Path spool, int uploads, Duration rotateAfter)
      throws IOException {
    return parts.run(
        ArchiverProcess.class,
        128,
        List.of(
            parts.bootstrapServers(),
            spool.toString(),
            Integer.toString(uploads),
            rotateAfter.toString()));
  }

  public static void main(String[] args) {
    int dieAfter = Integer.parseInt(args[2]);
    Map<String, Object> kafka = Map.of("bootstrap.servers", args[0], "session.timeout.ms", 6_000);
    S3Client s3 =
        S3Client.builder()
            .forcePathStyle(true)
            .httpClientBuilder(Apache5HttpClient.builder())
            .build();
    ObjectStore store = new S3ObjectStore(s3, RealParts.BUCKET);
    AtomicInteger uploads = new AtomicInteger();
    ObjectStore dying =
        new ObjectStore() {
          @Override
          public void prepare() throws UnavailableException {
            store.prepare();
          }

          @Override
          public void put(String key, Path content, long lines) throws UnavailableException {
            if (dieAfter == 0) {
              Runtime.getRuntime().halt(KILLED);
            }
            store.put(key, content, lines);
            if (uploads.incrementAndGet() == dieAfter) {
              Runtime.getRuntime().halt(KILLED);
            }
          }
        };
    new Archiver(
            kafka,
            new KafkaTopics(kafka, 1),
            dying,
            new ArchiveSettings(
                Path.of(args[1]),
                Duration.parse(args[3]),
                DataSize.ofMegabytes(64),
                DataSize.ofGigabytes(1)),
            new SimpleMeterRegistry())
        .start();
  }
}
