package io.rivulet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class ComposeFileTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z0-9_]+):-([^}]*)}");
  private static final Set<String> OWN_SERVICES =
      Set.of("ingest", "sessionizer", "etl", "dashboard");

  private final String text = read("docker-compose.yml");
  private final Map<String, Object> file =
      map(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
  private final Map<String, Object> services = map(file.get("services"));

  @Test
  void every_service_says_when_it_is_healthy() {
    assertThat(services)
        .hasSize(7)
        .allSatisfy(
            (name, service) ->
                assertThat(map(map(service).get("healthcheck"))).as(name).containsKey("test"));
  }

  @Test
  void every_port_is_published_on_the_loopback_address_unless_told() {
    assertThat(services)
        .allSatisfy(
            (name, service) ->
                assertThat(texts(map(service).get("ports")))
                    .as(name)
                    .isNotEmpty()
                    .allMatch(port -> port.startsWith("${RIVULET_PUBLISH_ADDRESS:-127.0.0.1}:")));
  }

  @Test
  void every_image_has_a_fixed_tag() {
    assertThat(services)
        .allSatisfy(
            (name, service) ->
                assertThat(String.valueOf(map(service).get("image")))
                    .as(name)
                    .matches("[a-z0-9/-]+:(\\d+(\\.\\d+)+|\\$\\{RIVULET_VERSION:-[0-9].+})"));
  }

  @Test
  void images_are_not_pulled_again_behind_the_owners_back() {
    assertThat(text).doesNotContain("pull_policy");
  }

  @Test
  void every_named_volume_is_declared_and_every_declared_one_is_used() {
    Set<String> used =
        services.values().stream()
            .flatMap(service -> texts(map(service).get("volumes")).stream())
            .map(volume -> volume.substring(0, volume.indexOf(':')))
            .filter(source -> !source.startsWith("."))
            .collect(Collectors.toSet());

    assertThat(map(file.get("volumes")).keySet()).isEqualTo(used);
  }

  @Test
  void every_service_has_a_limit_of_memory() {
    assertThat(services)
        .allSatisfy(
            (name, service) ->
                assertThat(map(map(map(map(service).get("deploy")).get("resources")).get("limits")))
                    .as(name)
                    .containsKey("memory"));
  }

  @Test
  void our_own_services_can_write_their_volume_and_tmp_alone_and_have_no_rights_of_the_system() {
    assertThat(OWN_SERVICES)
        .allSatisfy(
            name ->
                assertThat(map(services.get(name)))
                    .as(name)
                    .containsEntry("read_only", true)
                    .containsEntry("tmpfs", List.of("/tmp:exec,size=256m"))
                    .containsEntry("cap_drop", List.of("ALL"))
                    .containsEntry("security_opt", List.of("no-new-privileges:true")));
    assertThat(read("Dockerfile")).contains("USER 10001:10001");
  }

  @Test
  void nothing_starts_before_what_it_needs_is_healthy() {
    assertThat(services)
        .allSatisfy(
            (name, service) ->
                assertThat(map(map(service).get("depends_on")).values())
                    .as(name)
                    .allMatch(needed -> "service_healthy".equals(map(needed).get("condition"))));
    assertThat(services.keySet()).containsAll(OWN_SERVICES);
    assertThat(OWN_SERVICES)
        .allSatisfy(name -> assertThat(map(services.get(name))).containsKey("depends_on"));
  }

  @Test
  void the_example_of_an_env_file_has_every_variable_with_its_default() {
    Map<String, String> inFile = new HashMap<>();
    for (Matcher m = VARIABLE.matcher(text); m.find(); ) {
      String before = inFile.put(m.group(1), m.group(2));
      assertThat(before).as(m.group(1)).isIn(null, m.group(2));
    }
    Map<String, String> inExample =
        read(".env.example")
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(line -> line.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));

    assertThat(inExample).isEqualTo(inFile);
  }

  @Test
  void docker_compose_accepts_the_file() throws IOException, InterruptedException {
    assumeTrue(
        answers("docker", "compose", "version"), "docker compose does not answer on this machine");

    assertThat(answers("docker", "compose", "config", "-q")).isTrue();
    assertThat(answers("docker", "compose", "--env-file", ".env.example", "config", "-q")).isTrue();
  }

  private static boolean answers(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command).directory(ROOT.toFile()).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean succeeded = process.waitFor() == 0;
      if (!succeeded) {
        System.out.println(String.join(" ", command) + ": " + output);
      }
      return succeeded;
    } catch (IOException e) {
      return false;
    }
  }

  private static String read(String file) {
    try {
      return Files.readString(ROOT.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> texts(@Nullable Object value) {
    List<String> texts = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(one -> texts.add(String.valueOf(one)));
    }
    return texts;
  }

  /** A mapping of the file; empty where there is none. */
  private static Map<String, Object> map(@Nullable Object value) {
    Map<String, Object> copy = new HashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, entry) -> copy.put(String.valueOf(key), entry == null ? "" : entry));
    }
    return copy;
  }
}
