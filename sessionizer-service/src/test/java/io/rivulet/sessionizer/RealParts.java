package io.rivulet.sessionizer;

import io.rivulet.event.LakeObject;
import io.rivulet.sessionizer.kafka.KafkaTopics;
import io.rivulet.stores.TestKafka;
import io.rivulet.stores.TestS3;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A real broker and a real S3 server, and what tests ask of them. */
public final class RealParts implements AutoCloseable {
  /** The bucket of the tests. */
  public static final String BUCKET = "rivulet";

  /**
   * One object, read with nothing but a gzip stream.
   *
   * @param declaredLines what its metadata says
   */
  public record StoredObject(String key, String etag, List<String> lines, String declaredLines) {}

  private final Path directory;
  private TestKafka kafka;
  private final S3Client client;
  private TestS3 server;
  private int lost;

  public RealParts(Path directory) {
    this(
        directory,
        TestKafka.start(directory.resolve("kafka")),
        TestS3.start(directory.resolve("s3")));
  }

  /** Parts that can be stopped and started again. */
  public static RealParts inThisJvm(Path directory) {
    return new RealParts(
        directory,
        TestKafka.inThisJvm(directory.resolve("kafka")),
        TestS3.inThisJvm(directory.resolve("s3"), 0));
  }

  private RealParts(Path directory, TestKafka kafka, TestS3 server) {
    this.directory = directory;
    this.kafka = kafka;
    this.server = server;
    server.setSystemProperties();
    this.client =
        S3Client.builder()
            .forcePathStyle(true)
            .httpClientBuilder(Apache5HttpClient.builder())
            .build();
  }

  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  public S3Client s3() {
    return client;
  }

  /** Stops the S3 server and returns its port. */
  public int stopS3() {
    int port = server.endpoint().getPort();
    server.close();
    return port;
  }

  public void startS3(int port) {
    server = TestS3.inThisJvm(directory.resolve("s3"), port);
  }

  /** Stops the broker and starts another one, which has nothing of what the first had. */
  public void loseKafka() {
    kafka.close();
    kafka = TestKafka.inThisJvm(directory.resolve("kafka-" + ++lost));
  }

  public KafkaTopics topics(int partitions) {
    return new KafkaTopics(Map.of("bootstrap.servers", bootstrapServers()), partitions);
  }

  public void createTopics(int partitions) throws InterruptedException {
    topics(partitions).await(new CountDownLatch(1));
  }

  public KafkaProducer<String, byte[]> producer(Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(more);
    config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
    // A new partition takes a second request whose first one came too early, and from then on
    // refuses the first (KAFKA-15591): minutes of copies.
    config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
  }

  /** Reads what is committed of that many partitions of a topic, from their beginning. */
  public KafkaConsumer<String, byte[]> consumer(String topic, int partitions) {
    KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers(),
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> all =
        IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList();
    consumer.assign(all);
    consumer.seekToBeginning(all);
    return consumer;
  }

  /** All objects of a part of the lake, in the order of their keys. */
  public List<StoredObject> objects(LakeObject.Area area) throws IOException {
    List<StoredObject> objects = new ArrayList<>();
    try {
      for (S3Object listed :
          client
              .listObjectsV2Paginator(
                  ListObjectsV2Request.builder().bucket(BUCKET).prefix(area.prefix() + "/").build())
              .contents()) {
        if (LakeObject.parse(listed.key()).isPresent()) {
          objects.add(read(listed));
        }
      }
    } catch (NoSuchBucketException e) {
      return List.of(); // the archiver has not created it yet
    }
    return objects;
  }

  /** All lines of a part of the lake. */
  public List<String> lines(LakeObject.Area area) throws IOException {
    return objects(area).stream().flatMap(o -> o.lines().stream()).toList();
  }

  private StoredObject read(S3Object listed) throws IOException {
    try (ResponseInputStream<GetObjectResponse> object =
            client.getObject(b -> b.bucket(BUCKET).key(listed.key()));
        InputStream text = new GZIPInputStream(object)) {
      String content = new String(text.readAllBytes(), StandardCharsets.UTF_8);
      if (!content.endsWith("\n")) {
        throw new IllegalStateException(listed.key() + " does not end with a line feed");
      }
      return new StoredObject(
          listed.key(),
          listed.eTag(),
          Arrays.asList(content.substring(0, content.length() - 1).split("\n", -1)),
          String.valueOf(object.response().metadata().get(LakeObject.LINES_METADATA)));
    }
  }

  /** Runs a class in a process of its own, which finds the S3 server. */
  public Process run(Class<?> main, int heapMegabytes, List<String> arguments) throws IOException {
    Map<String, String> system = new HashMap<>();
    for (String name : List.of("aws.accessKeyId", "aws.secretAccessKey", "aws.region")) {
      system.put(name, System.getProperty(name));
    }
    system.put("aws.endpointUrlS3", server.endpoint().toString());
    return JavaProcess.of(main, heapMegabytes, system, arguments).inheritIO().start();
  }

  @Override
  public void close() {
    client.close();
    server.close();
    kafka.close();
  }
}
