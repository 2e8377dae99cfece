package io.rivulet.stores;

import io.rivulet.embedded.FreePort;
import io.rivulet.embedded.KafkaBroker;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A Kafka without topics.
 *
 * @param bootstrapServers what its clients are told
 */
public record TestKafka(String bootstrapServers, AutoCloseable server) implements AutoCloseable {
  private static final int PORT = 9092;

  /**
   * Starts it.
   *
   * @param folder for its logs, where it runs in this JVM
   */
  public static TestKafka start(Path folder) {
    if (!Images.inUse()) {
      return inThisJvm(folder);
    }
    int port = FreePort.find();
    Container container = Container.of(Images.KAFKA, PORT, environment()).publishedAt(port);
    String address = container.getHost() + ":" + port;
    container
        .withEnv("KAFKA_ADVERTISED_LISTENERS", "SUITE://localhost:19092,HOST://" + address)
        .start();
    return new TestKafka(address, container);
  }

  /** Starts one that has what an earlier one left in the folder. */
  public static TestKafka inThisJvm(Path folder) {
    KafkaBroker broker = KafkaBroker.start(folder, 0);
    return new TestKafka(broker.bootstrapServers(), broker);
  }

  /** As docker-compose.yml has it; the address that clients are told comes on top. */
  private static Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>();
    environment.put("CLUSTER_ID", "Uml2dWxldC1jb21wb3NlLQ");
    environment.put("KAFKA_NODE_ID", "1");
    environment.put("KAFKA_PROCESS_ROLES", "broker,controller");
    // SUITE is for the broker itself, which asks the coordinator of a transaction.
    environment.put("KAFKA_LISTENERS", "SUITE://:19092,HOST://:9092,CONTROLLER://:9093");
    environment.put(
        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP",
        "SUITE:PLAINTEXT,HOST:PLAINTEXT,CONTROLLER:PLAINTEXT");
    environment.put("KAFKA_INTER_BROKER_LISTENER_NAME", "SUITE");
    environment.put("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER");
    environment.put("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@localhost:9093");
    environment.put("KAFKA_LOG_DIRS", "/var/lib/kafka/data");
    environment.put("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
    environment.put("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
    environment.put("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1");
    environment.put("KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "4");
    environment.put("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "1");
    environment.put("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1");
    environment.put("KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "4");
    environment.put("KAFKA_HEAP_OPTS", "-Xms256m -Xmx512m");
    return environment;
  }

  @Override
  public void close() {
    Closing.close(server);
  }
}
