package io.rivulet.benchmarks.sessionizer;

import io.rivulet.event.Topics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** How far the sessionizer has come, as Kafka knows it: asking costs the sessionizer nothing. */
final class StreamProgress implements AutoCloseable {
  private static final String GROUP = "rivulet-sessionizer";

  private final Admin admin;

  StreamProgress(String bootstrapServers) {
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }

  /** Records of {@code events} whose sessions are committed. */
  long sessionized() throws InterruptedException, ExecutionException {
    return admin
        .listConsumerGroupOffsets(GROUP)
        .partitionsToOffsetAndMetadata()
        .get()
        .values()
        .stream()
        .filter(Objects::nonNull)
        .mapToLong(committed -> committed.offset())
        .sum();
  }

  /** The end of each partition of {@code events-sessionized}. */
  Map<Integer, Long> ends() throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetSpec> latest =
        Objects.requireNonNull(
                admin
                    .describeTopics(List.of(Topics.EVENTS_SESSIONIZED))
                    .allTopicNames()
                    .get()
                    .get(Topics.EVENTS_SESSIONIZED))
            .partitions()
            .stream()
            .map(partition -> new TopicPartition(Topics.EVENTS_SESSIONIZED, partition.partition()))
            .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
    return admin.listOffsets(latest).all().get().entrySet().stream()
        .collect(Collectors.toMap(end -> end.getKey().partition(), end -> end.getValue().offset()));
  }

  @Override
  public void close() {
    admin.close();
  }
}
