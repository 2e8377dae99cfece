package io.rivulet.ingest;

import io.rivulet.event.Event;
import io.rivulet.event.EventJson;
import io.rivulet.event.RejectedEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** A collector under test, posted to over HTTP, and what it wrote to Kafka. */
final class Collector implements AutoCloseable {
  static final String PROJECTS =
      """
      projects:
        - id: demo
          write-keys: [demo-write-key]
          revolt-secret: demo-secret
      """;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ConfigurableApplicationContext context;
  private final String bootstrapServers;

  /** Starts it on a free port with the projects of that file. */
  Collector(String bootstrapServers, Path projectsFile, String... settings) {
    this.bootstrapServers = bootstrapServers;
    List<String> arguments = new ArrayList<>(List.of(settings));
    arguments.add("--server.port=0");
    arguments.add("--server.address=127.0.0.1");
    arguments.add("--spring.kafka.bootstrap-servers=" + bootstrapServers);
    arguments.add("--rivulet.projects=" + projectsFile);
    arguments.add("--rivulet.ingest.spool.directory=" + projectsFile.resolveSibling("spool"));
    this.context = IngestApplication.builder().run(arguments.toArray(String[]::new));
  }

  static Path projectsFile(Path directory) {
    try {
      return Files.writeString(directory.resolve("projects.yml"), PROJECTS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it takes events. */
  void awaitReady() {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> get("/actuator/health/readiness").statusCode() == 200);
  }

  int port() {
    return Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer()).getPort();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .timeout(Duration.ofSeconds(30));
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<String> get(String path) {
    return send(request(path).build());
  }

  /** Posts with the key of project demo. */
  HttpResponse<String> post(String path, String body) {
    return post(path, body.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  HttpResponse<String> post(String path, byte[] body, Map<String, String> headers) {
    HttpRequest.Builder request =
        request(path)
            .header("Authorization", basic("demo-write-key:"))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::setHeader);
    return send(request.build());
  }

  static String basic(String credentials) {
    return "Basic "
        + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Remembers where the topic ends now. */
  Tail tail(String topic) {
    try (KafkaConsumer<String, byte[]> consumer = consumer()) {
      List<TopicPartition> partitions = partitions(consumer, topic);
      return new Tail(consumer.endOffsets(partitions, Duration.ofSeconds(20)));
    }
  }

  /** The topic from its beginning on. */
  Tail all(String topic) {
    try (KafkaConsumer<String, byte[]> consumer = consumer()) {
      return new Tail(
          consumer.beginningOffsets(partitions(consumer, topic), Duration.ofSeconds(20)));
    }
  }

  /** The records of a topic since some moment. */
  final class Tail {
    private final Map<TopicPartition, Long> start;

    Tail(Map<TopicPartition, Long> start) {
      this.start = start;
    }

    /** All records until now. */
    List<ConsumerRecord<String, byte[]>> records() {
      try (KafkaConsumer<String, byte[]> consumer = consumer()) {
        consumer.assign(start.keySet());
        start.forEach(consumer::seek);
        Map<TopicPartition, Long> end = consumer.endOffsets(start.keySet(), Duration.ofSeconds(20));
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        while (end.entrySet().stream()
            .anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
          consumer.poll(Duration.ofMillis(200)).forEach(records::add);
        }
        return records;
      }
    }

    List<Event> events() {
      return records().stream().map(r -> EventJson.readEvent(r.value())).toList();
    }

    List<RejectedEvent> rejected() {
      return records().stream().map(r -> EventJson.readRejected(r.value())).toList();
    }
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<String, byte[]> consumer, String topic) {
    return consumer.partitionsFor(topic, Duration.ofSeconds(20)).stream()
        .map(p -> new TopicPartition(topic, p.partition()))
        .toList();
  }

  private KafkaConsumer<String, byte[]> consumer() {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", bootstrapServers);
    properties.put("enable.auto.commit", "false");
    return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public void close() {
    context.close();
  }
}
