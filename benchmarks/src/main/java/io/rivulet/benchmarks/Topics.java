package io.rivulet.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;

/** The topics of a run, and how many records came into them. */
public final class Topics implements AutoCloseable {
  /** Of the reference, so that its records are counted apart. */
  static final String REFERENCE = "reference";

  private static final int PARTITIONS = 6;

  private final Admin admin;

  /** Asks that broker. */
  public Topics(String bootstrapServers) {
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }

  /** Makes those of both servers alike: the collector makes only what is missing. */
  public void create() throws InterruptedException, ExecutionException {
    List<NewTopic> topics =
        List.of(
                REFERENCE,
                io.rivulet.event.Topics.EVENTS,
                io.rivulet.event.Topics.EVENTS_SESSIONIZED,
                io.rivulet.event.Topics.EVENTS_REJECTED)
            .stream()
            .map(
                name ->
                    new NewTopic(name, Optional.of(PARTITIONS), Optional.empty())
                        .configs(
                            Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime")))
            .toList();
    admin.createTopics(topics).all().get();
  }

  /** Records that ever came into a topic, those deleted since included. */
  long records(String topic) throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetSpec> ends =
        IntStream.range(0, PARTITIONS)
            .mapToObj(partition -> new TopicPartition(topic, partition))
            .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
    return admin.listOffsets(ends).all().get().values().stream()
        .mapToLong(end -> end.offset())
        .sum();
  }

  @Override
  public void close() {
    admin.close();
  }
}
