package io.rivulet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class ComposeFileTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Set<String> SUITE =
      Set.of("kafka", "s3", "postgres", "collector", "pipeline");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z0-9_]+):-([^}]*)}");
  private static final Set<String> OWN_SERVICES = Set.of("collector", "pipeline");

  private final String text = read("docker-compose.yml");
  private final Map<String, Object> file =
      map(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
  private final Map<String, Object> services = map(file.get("services"));

  /** Those that keep running. */
  private final Map<String, Object> servers = new HashMap<>(services);

  ComposeFileTest() {
    servers.remove("doctor");
  }

  @Test
  void the_suite_is_five_containers_and_all_others_are_asked_for() {
    Set<String> unasked =
        services.entrySet().stream()
            .filter(service -> !map(service.getValue()).containsKey("profiles"))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());

    assertThat(unasked).isEqualTo(SUITE);
  }

  @Test
  void no_password_and_no_token_comes_as_a_variable() {
    assertThat(services)
        .allSatisfy(
            (name, service) ->
                assertThat(map(map(service).get("environment")).keySet())
                    .as(name)
                    .noneMatch(
                        variable -> variable.matches(".*(PASSWORD|TOKEN|SECRET|CREDENTIAL)")));
  }

  @Test
  void every_secret_is_a_file_of_one_folder_and_somebody_reads_it() {
    Map<String, Object> secrets = map(file.get("secrets"));
    Set<String> read =
        services.values().stream()
            .flatMap(service -> texts(map(service).get("secrets")).stream())
            .collect(Collectors.toSet());

    assertThat(secrets)
        .allSatisfy(
            (name, secret) -> {
              assertThat(map(secret))
                  .containsEntry("file", "${RIVULET_SECRETS:-./docker/default-secrets}/" + name);
              assertThat(ROOT.resolve("docker/default-secrets").resolve(name)).exists();
            });
    assertThat(read).isEqualTo(secrets.keySet());
  }

  @Test
  void secrets_of_an_owner_are_random_and_nobody_else_on_the_machine_can_read_them(
      @TempDir Path folder) throws Exception {
    Path one = folder.resolve("one");
    Path other = folder.resolve("other");

    assertThat(answers("sh", "scripts/make-secrets", one.toString())).isTrue();
    assertThat(answers("sh", "scripts/make-secrets", other.toString())).isTrue();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
        .isEqualTo("rwx------");
    assertThat(map(file.get("secrets")).keySet())
        .allSatisfy(
            name ->
                assertThat(Files.readString(one.resolve(name)))
                    .matches("(?s).*[0-9a-f]{64}\\s*")
                    .isNotEqualTo(Files.readString(other.resolve(name))));
    assertThat(answers("sh", "scripts/make-secrets", one.toString())).isFalse();
  }

  @Test
  void the_collector_is_alone_and_the_pipeline_runs_all_else() {
    assertThat(map(services.get("collector"))).containsEntry("command", List.of("ingest"));
    assertThat(map(services.get("pipeline")))
        .containsEntry("command", List.of("sessionizer", "etl", "dashboard"));
  }

  @Test
  void every_container_says_when_it_is_healthy() {
    assertThat(servers)
        .allSatisfy(
            (name, service) ->
                assertThat(map(map(service).get("healthcheck"))).as(name).containsKey("test"));
  }

  @Test
  void a_container_of_ours_is_healthy_when_every_service_in_it_is_ready() {
    assertThat(OWN_SERVICES)
        .allSatisfy(
            name -> {
              Map<String, Object> service = map(services.get(name));
              List<String> asked = texts(map(service.get("healthcheck")).get("test"));
              assertThat(asked).contains("/opt/rivulet/health-check.sh");
              assertThat(asked.subList(3, asked.size()))
                  .as(name)
                  .hasSize(texts(service.get("command")).size())
                  .containsExactlyElementsOf(
                      texts(service.get("ports")).stream()
                          .map(port -> port.substring(port.lastIndexOf(':') + 1))
                          .toList());
            });
  }

  @Test
  void every_port_is_published_on_the_loopback_address_unless_told() {
    assertThat(servers)
        .allSatisfy(
            (name, service) ->
                assertThat(texts(map(service).get("ports")))
                    .as(name)
                    .allMatch(
                        port ->
                            port.startsWith(
                                switch (name) {
                                  case "proxy" -> "${RIVULET_TLS_ADDRESS:-127.0.0.1}:";
                                  // whoever has its token runs code
                                  case "notebook" -> "127.0.0.1:";
                                  default -> "${RIVULET_PUBLISH_ADDRESS:-127.0.0.1}:";
                                })));
  }

  @Test
  void every_image_has_a_fixed_tag() {
    assertThat(services)
        .allSatisfy(
            (name, service) ->
                assertThat(String.valueOf(map(service).get("image")))
                    .as(name)
                    .matches("[a-z0-9/-]+:(v?\\d+(\\.\\d+)+|\\$\\{RIVULET_VERSION:-[0-9].+})"));
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
  void a_container_can_write_its_volumes_and_folders_in_memory_alone_and_has_no_rights() {
    assertThat(services)
        .allSatisfy(
            (name, service) ->
                assertThat(map(service))
                    .as(name)
                    .containsEntry("read_only", true)
                    .containsEntry("cap_drop", List.of("ALL"))
                    .containsEntry("security_opt", List.of("no-new-privileges:true")));
    assertThat(
            services.entrySet().stream()
                .filter(service -> map(service.getValue()).containsKey("cap_add"))
                .map(Map.Entry::getKey))
        .as("who needs a right after all: ports below 1024")
        .containsExactly("proxy");
  }

  @Test
  void our_images_run_as_a_user_without_a_name() {
    String dockerfile = read("Dockerfile");
    Pattern stages = Pattern.compile("(?m)^FROM .*$");

    assertThat(dockerfile.lines().filter(line -> line.startsWith("USER ")))
        .containsExactly("USER 10001:10001", "USER root", "USER 10001:10001");
    assertThat(dockerfile.substring(dockerfile.lastIndexOf("USER ")))
        .startsWith("USER 10001:10001");
    assertThat(stages.matcher(dockerfile).results().map(stage -> stage.group()).toList())
        .as("what is made when nothing else is asked for")
        .endsWith("FROM services");
    assertThat(map(services.get("postgres"))).containsEntry("user", "999:999");
  }

  @Test
  void who_reads_the_lake_for_notebooks_cannot_change_it() {
    Map<String, Object> reader = map(services.get("lake-reader"));
    Map<String, Object> notebook = map(services.get("notebook"));

    assertThat(reader.get("volumes")).isEqualTo(List.of("lake:/data:ro"));
    assertThat(map(reader.get("environment"))).containsEntry("S3PROXY_READ_ONLY_BLOBSTORE", "true");
    assertThat(texts(reader.get("ports"))).isEmpty();
    assertThat(texts(notebook.get("secrets")))
        .containsExactlyInAnyOrder(
            "NOTEBOOK_TOKEN", "NOTEBOOK_AWS_CREDENTIALS", "RIVULET_BI_READER_PASSWORD");
    assertThat(map(notebook.get("environment")))
        .containsEntry("AWS_ENDPOINT_URL_S3", "http://lake-reader:9000");
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
