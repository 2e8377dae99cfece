package io.rivulet.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.embedded.KafkaBroker;
import io.rivulet.event.Event;
import io.rivulet.event.EventJson;
import io.rivulet.event.RejectedEvent;
import io.rivulet.event.Topics;
import io.rivulet.ingest.IngestApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/**
 * The collector on a Kafka broker of its own, started once for all tests of this module. Every SDK
 * has a project of its own here, so that no test sees the events of another.
 */
final class Collector implements AutoCloseable {
  static final String REVOLT_SECRET = "revolt-secret";

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path directory;
  private final KafkaBroker kafka;
  private final ConfigurableApplicationContext context;
  private final List<ConfigurableApplicationContext> others = new ArrayList<>();
  private final Journal events;
  private final Journal rejected;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Collector() throws IOException {
    directory = Files.createTempDirectory("rivulet-sdk-tests");
    kafka = KafkaBroker.start(directory.resolve("kafka"), 0);
    context = start();
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> get("/actuator/health/readiness").statusCode() == 200);
    events = new Journal(kafka.bootstrapServers(), Topics.EVENTS);
    rejected = new Journal(kafka.bootstrapServers(), Topics.EVENTS_REJECTED);
  }

  /** Gives the collector to tests that ask for it. */
  static final class Shared implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
      return parameter.getParameter().getType() == Collector.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
      return test.getRoot()
          .getStore(ExtensionContext.Namespace.create(Collector.class))
          .computeIfAbsent(Collector.class, type -> startUnchecked());
    }

    private static Collector startUnchecked() {
      try {
        return new Collector();
      } catch (IOException e) {
        throw new IllegalStateException("the collector did not start", e);
      }
    }
  }

  /**
   * Starts one more collector on the same broker. It ends with this one.
   *
   * @return its port
   */
  int startAnother(String... settings) throws IOException {
    ConfigurableApplicationContext another = start(settings);
    others.add(another);
    return port(another);
  }

  private ConfigurableApplicationContext start(String... settings) throws IOException {
    Path projects = Files.writeString(directory.resolve("projects.yml"), projects());
    List<String> arguments = new ArrayList<>(List.of(settings));
    arguments.add("--server.port=0");
    arguments.add("--server.address=127.0.0.1");
    arguments.add("--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers());
    arguments.add(
        "--rivulet.ingest.spool.directory=" + Files.createTempDirectory(directory, "spool"));
    arguments.add("--rivulet.projects=" + projects);
    return IngestApplication.builder().run(arguments.toArray(String[]::new));
  }

  private static String projects() {
    StringBuilder file = new StringBuilder("projects:\n");
    for (Sdk sdk : Sdk.values()) {
      file.append("  - id: ").append(sdk.project()).append('\n');
      file.append("    write-keys: [").append(sdk.writeKey()).append("]\n");
      file.append("    revolt-secret: ").append(REVOLT_SECRET).append('\n');
    }
    return file.toString();
  }

  private static int port(ConfigurableApplicationContext collector) {
    return Objects.requireNonNull(((WebServerApplicationContext) collector).getWebServer())
        .getPort();
  }

  /** A folder that is there as long as the collector. */
  Path directory() {
    return directory;
  }

  /** Address without a slash at its end. */
  String url() {
    return "http://127.0.0.1:" + port(context);
  }

  HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(URI.create(url() + path)).build());
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(request.uri() + " gave no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Waits until as many events of an SDK are in Kafka. Fails when any of them was refused. Events
   * beyond that number are in the list too, where there are any.
   */
  List<Event> awaitEvents(Sdk sdk, int count) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () -> {
              assertThat(rejected(sdk)).isEmpty();
              assertThat(events(sdk).size()).isGreaterThanOrEqualTo(count);
            });
    return events(sdk);
  }

  /** All events of an SDK until now. */
  List<Event> events(Sdk sdk) {
    return events.values().stream()
        .map(EventJson::readEvent)
        .filter(event -> event.project().equals(sdk.project()))
        .toList();
  }

  /** All refusals of an SDK until now. */
  List<RejectedEvent> rejected(Sdk sdk) {
    return rejected.values().stream()
        .map(EventJson::readRejected)
        .filter(event -> event.project().equals(sdk.project()))
        .toList();
  }

  @Override
  public void close() throws IOException {
    events.close();
    rejected.close();
    others.forEach(ConfigurableApplicationContext::close);
    context.close();
    kafka.close();
    FileSystemUtils.deleteRecursively(directory);
  }
}
