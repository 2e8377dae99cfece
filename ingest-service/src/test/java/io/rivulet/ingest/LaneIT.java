package io.rivulet.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.Topics;
import io.rivulet.stores.TestKafka;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hot actors on a real broker. */
class LaneIT {
  private static final int LANE = 2;

  @Test
  void a_flood_of_one_actor_leaves_the_others_partitions_alone(@TempDir Path directory) {
    try (TestKafka kafka = TestKafka.start(directory.resolve("kafka"));
        Collector collector =
            new Collector(
                kafka.bootstrapServers(),
                Collector.projectsFile(directory),
                "--RIVULET_KAFKA_PARTITIONS=3")) {
      collector.awaitReady();
      Collector.Tail events = collector.tail(Topics.EVENTS);

      for (int request = 0; request < 30; request++) {
        String batch = batch(request);
        assertThat(collector.post("/v1/batch", batch).statusCode()).isEqualTo(200);
      }

      Map<String, Set<Integer>> partitions = new HashMap<>();
      Map<Integer, Integer> floodIn = new HashMap<>();
      for (ConsumerRecord<String, byte[]> event : events.records()) {
        partitions.computeIfAbsent(event.key(), k -> new HashSet<>()).add(event.partition());
        if (event.key().equals("demo|i:unknown")) {
          floodIn.merge(event.partition(), 1, Integer::sum);
        }
      }
      Set<Integer> flooded = partitions.remove("demo|i:unknown");
      assertThat(flooded).hasSize(2).contains(LANE);
      assertThat(floodIn.values().stream().mapToInt(n -> n).sum()).isEqualTo(3_000);
      assertThat(floodIn.get(LANE)).isGreaterThan(500);
      assertThat(partitions).hasSize(50);
      assertThat(partitions.values())
          .allSatisfy(p -> assertThat(p).hasSize(1).doesNotContain(LANE));
      assertThat(partitions.values().stream().flatMap(Set::stream).collect(Collectors.toSet()))
          .isEqualTo(Set.of(0, 1));
      assertThat(collector.get("/actuator/prometheus").body())
          .contains("rivulet_ingest_hot_actors 1.0")
          .contains("rivulet_ingest_lane_events_total " + (double) floodIn.getOrDefault(LANE, 0));
    }
  }

  /** A hundred events of one actor among one of each of fifty others. */
  private static String batch(int request) {
    Stream<String> flood = IntStream.range(0, 100).mapToObj(i -> event("unknown"));
    Stream<String> others = IntStream.range(0, 50).mapToObj(i -> event("a-" + i));
    List<String> events = Stream.concat(flood, others).toList();
    return "{\"batch\":[" + String.join(",", events) + "],\"context\":{\"r\":" + request + "}}";
  }

  private static String event(String instance) {
    return "{\"type\":\"page\",\"anonymousId\":\"" + instance + "\"}";
  }
}
