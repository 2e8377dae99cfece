package io.rivulet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectorProducerTest {
  @Test
  void theReferenceSendsAsTheCollectorDoes(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("producer.properties");

    CollectorProducer.writeSettings(file, "127.0.0.1:1");

    var properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    assertThat(properties)
        .containsEntry("acks", "all")
        .containsEntry("enable.idempotence", "true")
        .containsEntry("compression.type", "lz4")
        .containsEntry("bootstrap.servers", "127.0.0.1:1")
        .containsKeys("linger.ms", "batch.size", "buffer.memory")
        .doesNotContainKeys("value.serializer", "key.serializer");
  }
}
