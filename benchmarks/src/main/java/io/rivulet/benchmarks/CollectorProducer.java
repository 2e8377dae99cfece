package io.rivulet.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

/**
 * The producer's settings in the collector's own settings file, so that the reference cannot have
 * others.
 */
public final class CollectorProducer {
  private static final Set<String> OF_THE_REFERENCE =
      Set.of(
          ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
          ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
          ProducerConfig.CLIENT_ID_CONFIG);

  private CollectorProducer() {}

  /** Writes them as a properties file, with that broker. */
  public static void writeSettings(Path file, String bootstrapServers) {
    try {
      var environment = new StandardEnvironment();
      new YamlPropertySourceLoader()
          .load("ingest", new ClassPathResource("ingest.yml"))
          .forEach(environment.getPropertySources()::addLast);
      var properties = new Properties();
      Binder.get(environment)
          .bind("spring.kafka", KafkaProperties.class)
          .get()
          .buildProducerProperties()
          .forEach(
              (name, value) -> {
                if (!OF_THE_REFERENCE.contains(name)) {
                  properties.setProperty(name, String.valueOf(value));
                }
              });
      // The collector's store sees to this itself, whatever the settings say.
      properties.setProperty(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
      properties.setProperty(ProducerConfig.CLIENT_ID_CONFIG, "reference");
      properties.setProperty(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
      try (OutputStream out = Files.newOutputStream(file)) {
        properties.store(out, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
