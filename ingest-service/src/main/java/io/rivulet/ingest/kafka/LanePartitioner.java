package io.rivulet.ingest.kafka;

import io.rivulet.event.Topics;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.Cluster;
import org.jspecify.annotations.Nullable;

/**
 * Gives hot actors a lane of their own: the last partition of {@code events}. All other actors are
 * spread by their keys over the partitions before it, so that an id which a thousand devices share,
 * or a program run wild, delays nobody behind it. With one partition there is no lane. Records of
 * other topics go by key as Kafka's own partitioner has them.
 */
public final class LanePartitioner implements Partitioner {
  /** Producer setting that holds the {@link HotActors}, shared by all that are told of them. */
  public static final String HOT_ACTORS = "rivulet.hot.actors";

  private @Nullable HotActors hotActors;

  @Override
  public void configure(Map<String, ?> configs) {
    hotActors = (HotActors) Objects.requireNonNull(configs.get(HOT_ACTORS), HOT_ACTORS);
  }

  /** Every record of ours has a key. */
  @Override
  public int partition(
      String topic,
      @Nullable Object key,
      byte @Nullable [] keyBytes,
      @Nullable Object value,
      byte @Nullable [] valueBytes,
      Cluster cluster) {
    byte[] bytes = Objects.requireNonNull(keyBytes, "a record without a key");
    int partitions = cluster.partitionsForTopic(topic).size();
    if (partitions == 1 || !topic.equals(Topics.EVENTS)) {
      return BuiltInPartitioner.partitionForKey(bytes, partitions);
    }
    int lane = partitions - 1;
    return Objects.requireNonNull(hotActors, HOT_ACTORS).isHot(bytes)
        ? lane
        : BuiltInPartitioner.partitionForKey(bytes, lane);
  }

  @Override
  public void close() {}
}
