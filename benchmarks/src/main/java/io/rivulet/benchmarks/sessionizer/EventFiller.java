package io.rivulet.benchmarks.sessionizer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.rivulet.benchmarks.load.SampleEvents;
import io.rivulet.event.Topics;
import io.rivulet.event.project.Project;
import io.rivulet.event.project.ProjectsFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import tools.jackson.databind.json.JsonMapper;

/**
 * The process that fills topic {@code events}: reads an {@link Order} a line as JSON from standard
 * input and answers each with a {@link Filled}. The events of an order are one transaction, so the
 * sessionizer sees none of them before the last is there and does nothing meanwhile.
 */
final class EventFiller {
  /** Different events but for ids and times: far more than gzip can look back over. */
  private static final int TEMPLATES = 20_000;

  private static final long SEED = 42;
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * What to write.
   *
   * @param events how many, of actors drawn at random
   * @param isIntroduction one short event of each actor instead
   */
  record Order(int events, boolean isIntroduction) {}

  /**
   * What was written.
   *
   * @param bytesPerEvent mean length of the lines
   */
  record Filled(int events, double bytesPerEvent) {}

  private final KafkaProducer<byte[], byte[]> producer;
  private final List<LineTemplate> templates = new ArrayList<>();
  private final LineTemplate introduction;
  private final ActorClocks clocks;
  private final int actors;
  private final SplittableRandom random = new SplittableRandom(SEED);
  private long number;

  private EventFiller(KafkaProducer<byte[], byte[]> producer, Project project, int actors) {
    this.producer = producer;
    this.actors = actors;
    this.clocks = new ActorClocks(actors, Instant.now(), SEED);
    var samples = new SampleEvents(SEED, LineTemplate.OCCURRED_AT, new UserAgentPool(SEED));
    for (int i = 0; i < TEMPLATES; i++) {
      String sent = samples.next().replaceFirst("\"timestamp\":\"[^\"]*\"", timestamp());
      templates.add(LineTemplate.of(sent, project));
    }
    this.introduction =
        LineTemplate.of(
            "{\"type\":\"track\",\"event\":\"Installed\",\"messageId\":\"%s\",\"anonymousId\":\"%s\",%s}"
                .formatted(new UUID(1, 1), new UUID(2, 2), timestamp()),
            project);
  }

  private static String timestamp() {
    return "\"timestamp\":\"" + LineTemplate.OCCURRED_AT + "\"";
  }

  /**
   * Runs until standard input ends.
   *
   * @param arguments file with the collector's producer properties, projects file, number of actors
   */
  public static void main(String[] arguments)
      throws IOException, ProjectsFile.InvalidProjectsException {
    var properties = new Properties();
    try (InputStream file = Files.newInputStream(Path.of(arguments[0]))) {
      properties.load(file);
    }
    properties.setProperty(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "filler");
    properties.setProperty(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, "900000");
    Project project = new ProjectsFile(Path.of(arguments[1])).current().projects().get(0);
    try (var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var producer =
            new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      var filler = new EventFiller(producer, project, Integer.parseInt(arguments[2]));
      String line = orders.readLine();
      while (line != null) {
        Filled filled = filler.fill(JSON.readValue(line, Order.class));
        System.out.println(JSON.writeValueAsString(filled));
        line = orders.readLine();
      }
    }
  }

  private Filled fill(Order order) {
    int events = order.isIntroduction() ? actors : order.events();
    long bytes = 0;
    byte[] receivedAt = {};
    producer.beginTransaction();
    for (int i = 0; i < events; i++) {
      if (i % 1_000 == 0) {
        receivedAt = LineTemplate.time(System.currentTimeMillis());
      }
      int actor = order.isIntroduction() ? i : random.nextInt(actors);
      LineTemplate line =
          order.isIntroduction() ? introduction : templates.get(random.nextInt(TEMPLATES));
      line.fill(uuid(number++), uuid(-1L - actor), clocks.next(actor), receivedAt);
      bytes += line.line().length;
      Future<?> unused =
          producer.send(new ProducerRecord<>(Topics.EVENTS, line.key(), line.line()));
    }
    producer.commitTransaction(); // fails when one of them did
    return new Filled(events, (double) bytes / events);
  }

  /** The number spread over all digits, as in a random UUID. */
  private static byte[] uuid(long number) {
    var digits = new SplittableRandom(number);
    return new UUID(digits.nextLong(), digits.nextLong()).toString().getBytes(US_ASCII);
  }
}
