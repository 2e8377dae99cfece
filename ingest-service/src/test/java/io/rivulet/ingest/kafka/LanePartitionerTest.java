package io.rivulet.ingest.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.junit.jupiter.api.Test;

class LanePartitionerTest {
  private final HotActors hot = new HotActors(() -> 0);
  private final LanePartitioner partitioner = partitioner(hot);

  @Property(tries = 500)
  void an_actor_below_the_bound_keeps_its_partition_and_never_has_the_lane(
      @ForAll @NotEmpty String actor, @ForAll @IntRange(min = 2, max = 50) int partitions) {
    LanePartitioner fresh = partitioner(new HotActors(() -> 0));
    byte[] key = actor.getBytes(UTF_8);
    int first = partition(fresh, Topics.EVENTS, key, partitions);

    assertThat(first).isBetween(0, partitions - 2);
    for (int i = 1; i < 20; i++) {
      assertThat(partition(fresh, Topics.EVENTS, key, partitions)).isEqualTo(first);
    }
  }

  @Test
  void an_actor_above_the_bound_gets_the_last_partition_and_its_neighbours_stay() {
    byte[] unknown = "demo|i:unknown".getBytes(UTF_8);
    byte[] neighbour = "demo|i:a-1".getBytes(UTF_8);
    int home = partition(partitioner, Topics.EVENTS, neighbour, 6);
    int before = partition(partitioner, Topics.EVENTS, unknown, 6);
    heat(unknown, HotActors.BOUND);
    assertThat(partition(partitioner, Topics.EVENTS, unknown, 6)).isEqualTo(before);

    heat(unknown, 1);

    assertThat(partition(partitioner, Topics.EVENTS, unknown, 6)).isEqualTo(5);
    assertThat(partition(partitioner, Topics.EVENTS, neighbour, 6)).isEqualTo(home);
  }

  @Test
  void the_lane_follows_the_number_of_partitions() {
    byte[] unknown = "demo|i:unknown".getBytes(UTF_8);
    heat(unknown, HotActors.BOUND + 1);

    assertThat(partition(partitioner, Topics.EVENTS, unknown, 6)).isEqualTo(5);
    assertThat(partition(partitioner, Topics.EVENTS, unknown, 12)).isEqualTo(11);
    assertThat(partition(partitioner, Topics.EVENTS, unknown, 1)).isZero();
  }

  @Test
  void draining_a_spool_heats_nobody() {
    byte[] waiting = "demo|i:waiting".getBytes(UTF_8);
    int home = partition(partitioner, Topics.EVENTS, waiting, 6);

    for (int i = 0; i < 2 * HotActors.BOUND; i++) {
      assertThat(partition(partitioner, Topics.EVENTS, waiting, 6)).isEqualTo(home);
    }
  }

  @Test
  void other_topics_go_by_key_as_kafka_has_it() {
    byte[] project = "demo".getBytes(UTF_8);

    heat(project, 2 * HotActors.BOUND);

    assertThat(partition(partitioner, Topics.EVENTS_REJECTED, project, 6))
        .isEqualTo(BuiltInPartitioner.partitionForKey(project, 6));
  }

  private void heat(byte[] key, int events) {
    for (int i = 0; i < events; i++) {
      var unused = hot.count(key);
    }
  }

  private static LanePartitioner partitioner(HotActors hot) {
    LanePartitioner partitioner = new LanePartitioner();
    partitioner.configure(Map.of(LanePartitioner.HOT_ACTORS, hot));
    return partitioner;
  }

  private static int partition(
      LanePartitioner partitioner, String topic, byte[] key, int partitions) {
    Node node = new Node(1, "broker", 9092);
    List<PartitionInfo> infos =
        IntStream.range(0, partitions)
            .mapToObj(p -> new PartitionInfo(topic, p, node, new Node[0], new Node[0]))
            .toList();
    Cluster cluster = new Cluster("c", List.of(node), infos, Set.of(), Set.of());
    return partitioner.partition(topic, null, key, null, null, cluster);
  }
}
