package io.rivulet.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rivulet.event.EventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * What Docker Compose itself makes of the files: merged, with every variable in its place. It asks
 * no engine. {@link ComposeFileTest} reads the file where there is no Docker Compose.
 */
class ComposeConfigTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String SUITE = "docker-compose.yml";
  private static final String SPLIT = "docker-compose.yml docker/split.yml";

  @BeforeAll
  static void requireCompose() throws Exception {
    assumeTrue(isThere(), "docker compose is not installed on this machine");
  }

  private static boolean isThere() throws InterruptedException {
    try {
      return start("docker", "compose", "version").waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {SUITE, SPLIT})
  void every_image_has_a_tag_that_stays_and_is_not_pulled_again(String files) throws Exception {
    assertThat(services(files))
        .allSatisfy(
            (name, service) -> {
              assertThat(service.path("image").asString())
                  .matches("[a-z0-9/-]+:v?[0-9]+([.][0-9]+)+(-SNAPSHOT)?");
              assertThat(service.has("pull_policy")).isFalse();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {SUITE, SPLIT})
  void every_container_has_a_limit_of_memory_and_says_whether_it_is_healthy(String files)
      throws Exception {
    assertThat(services(files))
        .allSatisfy(
            (name, service) -> {
              assertThat(service.at("/deploy/resources/limits/memory").asLong())
                  .isBetween(128L << 20, 4L << 30);
              if (!name.equals("doctor")) { // it ends by itself
                assertThat(service.at("/healthcheck/test").size()).isGreaterThan(1);
              }
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {SUITE, SPLIT})
  void no_container_can_write_its_root_or_has_or_gains_rights(String files) throws Exception {
    assertThat(services(files))
        .allSatisfy(
            (name, service) -> {
              assertThat(service.path("read_only").asBoolean()).isTrue();
              assertThat(texts(service.path("cap_drop"))).containsExactly("ALL");
              assertThat(texts(service.path("security_opt")))
                  .containsExactly("no-new-privileges:true");
              assertThat(service.path("privileged").asBoolean()).isFalse();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {SUITE, SPLIT})
  void every_port_is_this_machines_own(String files) throws Exception {
    assertThat(services(files))
        .allSatisfy(
            (name, service) ->
                assertThat(service.path("ports"))
                    .allSatisfy(
                        port ->
                            assertThat(port.path("host_ip").asString()).isEqualTo("127.0.0.1")));
  }

  @ParameterizedTest
  @ValueSource(strings = {SUITE, SPLIT})
  void secrets_are_files_that_are_there_and_no_variable_has_one(String files) throws Exception {
    JsonNode config = config(files, "--profile", "*");
    List<String> known = new ArrayList<>();
    for (JsonNode secret : config.path("secrets")) {
      String value = Files.readString(Path.of(secret.path("file").asString())).strip();
      if (value.length() >= 16) { // a name or an empty text may stand anywhere
        known.add(value);
      }
    }

    assertThat(known).isNotEmpty();
    assertThat(services(files))
        .allSatisfy(
            (name, service) ->
                assertThat(service.path("environment").toString())
                    .doesNotContain(known)
                    .doesNotContainPattern("\"[A-Z_]*(PASSWORD|TOKEN|SECRET)\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {SUITE, SPLIT})
  void what_must_survive_lies_in_volumes_with_names(String files) throws Exception {
    assertThat(services(files))
        .allSatisfy(
            (name, service) ->
                assertThat(service.path("volumes"))
                    .allSatisfy(
                        volume ->
                            assertThat(
                                    volume.path("type").asString().equals("volume")
                                        ? volume.path("source").asString("")
                                            // a sessionizer's memory comes back from Kafka
                                            + (name.equals("sessionizer") ? name : "")
                                        : "read_only " + volume.path("read_only").asBoolean())
                                .isNotIn("", "read_only false")));
  }

  @ParameterizedTest
  @ValueSource(strings = {SUITE})
  void five_containers_start_when_no_profile_is_asked_for(String files) throws Exception {
    List<String> unasked = new ArrayList<>(config(files).path("services").propertyNames());

    assertThat(unasked)
        .containsExactlyInAnyOrder("kafka", "s3", "postgres", "collector", "pipeline");
  }

  @ParameterizedTest
  @ValueSource(strings = {SUITE, SPLIT})
  void the_example_of_an_env_file_changes_nothing(String files) throws Exception {
    assertThat(config(files, "--profile", "*", "--env-file", ".env.example"))
        .isEqualTo(config(files, "--profile", "*"));
  }

  /** By name, those of all profiles. */
  private static Map<String, JsonNode> services(String files) throws Exception {
    Map<String, JsonNode> services = new TreeMap<>();
    config(files, "--profile", "*")
        .path("services")
        .properties()
        .forEach(service -> services.put(service.getKey(), service.getValue()));
    assertThat(services.keySet()).containsAll(Set.of("kafka", "doctor", "proxy", "notebook"));
    return services;
  }

  private static JsonNode config(String files, String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("docker", "compose"));
    for (String file : files.split(" ", -1)) {
      command.addAll(List.of("-f", file));
    }
    command.addAll(List.of(options));
    if (!command.contains("--env-file")) { // nor what the owner of this folder has set
      command.addAll(List.of("--env-file", "/dev/null"));
    }
    command.addAll(List.of("config", "--format", "json"));
    Process process = start(command.toArray(String[]::new));
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return EventJson.mapper().readTree(said);
  }

  /** Without what is set on this machine. */
  private static Process start(String... command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(ROOT.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.matches("(RIVULET|COMPOSE)_.*"));
    return builder.start();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(one -> texts.add(one.asString()));
    return texts;
  }
}
