package io.rivulet.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rivulet.embedded.KafkaBroker;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the broker of {@code ./run} does where its disk is full. */
class FullDiskIT {
  private static final int DISK_MEGABYTES = 200;

  /** A broker that gave up is started again and again, as by whoever does not know why. */
  private static final String SCRIPT =
      """
      "$@" write
      "$@" start
      "$@" start
      "$@" start
      read room
      "$@" start
      """;

  @Test
  @Timeout(value = 3, unit = TimeUnit.MINUTES)
  void starts_on_a_full_disk_cost_no_topic(@TempDir Path folder) throws Exception {
    Path mounted = Files.createDirectory(folder.resolve("disk"));
    SmallDisk disk = new SmallDisk(mounted, DISK_MEGABYTES);
    assumeTrue(disk.isPossible(), "no file system of its own for a process here: not tested");
    List<String> command =
        disk.command(
            List.of(
                "sh",
                "-c",
                SCRIPT,
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Broker.class.getName(),
                mounted.resolve("kafka").toString()));
    Process process =
        new ProcessBuilder(command).redirectError(folder.resolve("error.log").toFile()).start();
    try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(said.readLine()).isEqualTo("written");
      disk.fill(process.pid());
      List<String> full = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        full.add(said.readLine());
      }
      assertThat(full.get(0)).startsWith("Kafka gave up");
      assertThat(full.subList(1, 4))
          .allMatch(line -> line.startsWith("Kafka was not started: the disk of " + mounted));

      disk.makeRoom(process.pid());
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();

      assertThat(said.readLine()).isEqualTo("[events]");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  /** A process with a broker. */
  static final class Broker {
    private Broker() {}

    /**
     * Starts it and says on a line each what comes of it.
     *
     * @param arguments the broker's folder; {@code write} to make a topic and wait until the broker
     *     gives up, {@code start} to tell which topics there are
     */
    public static void main(String[] arguments) throws Exception {
      try {
        KafkaBroker broker = KafkaBroker.start(Path.of(arguments[0]), 0);
        if (arguments[1].equals("write")) {
          write(broker);
          System.out.println("written");
          System.out.println(broker.failure().get());
        } else {
          System.out.println(topics(broker));
        }
      } catch (IllegalStateException e) {
        System.out.println(e.getMessage());
      }
      Runtime.getRuntime().halt(0);
    }

    private static void write(KafkaBroker broker) throws Exception {
      Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
      try (Admin admin = Admin.create(settings)) {
        admin
            .createTopics(List.of(new NewTopic("events", Optional.of(1), Optional.empty())))
            .all()
            .get();
      }
      try (var producer =
          new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
        producer.send(new ProducerRecord<>("events", "key", "value")).get();
      }
    }

    private static Set<String> topics(KafkaBroker broker) throws Exception {
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
        return admin.listTopics().names().get();
      }
    }
  }
}
