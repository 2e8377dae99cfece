package io.rivulet.sessionizer.forget;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rivulet.event.Actor;
import io.rivulet.event.EventJson;
import io.rivulet.event.ForgetRequest;
import io.rivulet.event.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import tools.jackson.core.JacksonException;

/**
 * Takes the requests to forget actors that the ETL leaves in the bucket, and tells the stream: an
 * empty record under the actor's key in each partition of topic {@code events}, wherever its memory
 * may be. The stream's transactions do the rest. A request is removed when Kafka has its records; a
 * process that dies in between, or two at once, do it twice, which changes nothing.
 */
public final class ForgetRequests {
  private static final Logger LOG = LoggerFactory.getLogger(ForgetRequests.class);

  private final S3Client s3;
  private final String bucket;
  private final Map<String, Object> producerConfig;
  private final Counter forgotten;

  /**
   * @param producerConfig how to reach Kafka
   */
  public ForgetRequests(
      S3Client s3, String bucket, Map<String, Object> producerConfig, MeterRegistry metrics) {
    this.s3 = s3;
    this.bucket = bucket;
    this.producerConfig = producerConfig;
    this.forgotten =
        Counter.builder("rivulet.sessionizer.forgotten.actors")
            .description("Actors whose memory the stream was told to drop")
            .register(metrics);
  }

  /** Does what was asked for since; what cannot be done just now is tried again. */
  @Scheduled(fixedDelay = 60_000, initialDelay = 5_000)
  public void take() throws InterruptedException {
    try {
      List<String> keys =
          s3
              .listObjectsV2Paginator(b -> b.bucket(bucket).prefix(ForgetRequest.PREFIX))
              .contents()
              .stream()
              .map(o -> o.key())
              .filter(key -> key.endsWith(".json"))
              .toList();
      for (String key : keys) {
        take(key);
      }
    } catch (SdkException | KafkaException | ExecutionException e) {
      LOG.warn("requests to forget actors wait: {}", e.toString());
    }
  }

  private void take(String key) throws InterruptedException, ExecutionException {
    try {
      ForgetRequest request =
          EventJson.mapper()
              .readValue(
                  s3.getObjectAsBytes(b -> b.bucket(bucket).key(key)).asByteArray(),
                  ForgetRequest.class);
      List<Actor> actors = request.actors();
      tell(actors);
      s3.deleteObject(b -> b.bucket(bucket).key(key));
      forgotten.increment(actors.size());
      LOG.info("project {}: the stream forgets {} actors", request.project(), actors.size());
    } catch (JacksonException e) {
      // Its message would quote ids.
      LOG.error("object {} is no request to forget actors", key);
    }
  }

  private void tell(List<Actor> actors) throws InterruptedException, ExecutionException {
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(producerConfig, new StringSerializer(), new ByteArraySerializer())) {
      List<Future<?>> sent = new ArrayList<>();
      for (PartitionInfo partition : producer.partitionsFor(Topics.EVENTS)) {
        for (Actor actor : actors) {
          sent.add(
              producer.send(
                  new ProducerRecord<>(
                      Topics.EVENTS, partition.partition(), actor.recordKey(), null)));
        }
      }
      for (Future<?> one : sent) {
        one.get();
      }
    }
  }
}
