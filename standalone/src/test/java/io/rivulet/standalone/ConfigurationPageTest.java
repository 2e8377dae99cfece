package io.rivulet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code docs/configuration.md} names what the services read, and nothing else. */
class ConfigurationPageTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final List<String> SERVICES = List.of("ingest", "sessionizer", "etl", "dashboard");

  /** What stands in a settings file for a value that the environment may give. */
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(RIVULET_[A-Z0-9_]+):([^}]*)}");

  /** A row of a table: what it is of, the services, the meaning, the default. */
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([A-Za-z_.-]+)` \\| ([a-z, ]+) \\| (.+) \\| (.*) \\|$");

  /**
   * @param services in the order of an event's way
   * @param byDefault as it stands in the settings file, or in the page's last column
   */
  private record Setting(String services, String byDefault) {}

  @Test
  void every_variable_of_the_services_is_in_the_page_with_its_services_and_default()
      throws IOException {
    Map<String, Setting> read = new TreeMap<>();
    for (String service : SERVICES) {
      for (Matcher found = VARIABLE.matcher(settingsFile(service)); found.find(); ) {
        add(read, found.group(1), service, found.group(2));
      }
    }

    assertSame(read, page("RIVULET_"));
  }

  @Test
  void every_setting_that_has_no_variable_is_in_the_page_with_its_services_and_default()
      throws IOException {
    Map<String, Setting> read = new TreeMap<>();
    for (String service : SERVICES) {
      Map<?, ?> file =
          new Yaml(new SafeConstructor(new LoaderOptions())).load(settingsFile(service));
      Map<String, String> leaves = new TreeMap<>();
      leaves("rivulet", file.get("rivulet"), leaves);
      leaves.forEach(
          (name, value) -> {
            if (!value.contains("${")) {
              add(read, name, service, value);
            }
          });
    }

    assertSame(read, page("rivulet."));
  }

  private static void assertSame(Map<String, Setting> read, Map<String, Setting> page) {
    assertThat(page.keySet()).isEqualTo(read.keySet());
    read.forEach(
        (name, setting) -> {
          Setting written = Objects.requireNonNull(page.get(name));
          assertThat(written.services()).as(name).isEqualTo(setting.services());
          assertThat(written.byDefault()).as(name).contains(setting.byDefault()).isNotBlank();
        });
  }

  private static void add(
      Map<String, Setting> settings, String name, String service, String byDefault) {
    settings.merge(
        name,
        new Setting(service, byDefault),
        (before, now) ->
            before.services().endsWith(service)
                ? before
                : new Setting(before.services() + ", " + service, byDefault));
  }

  private static void leaves(String name, @Nullable Object value, Map<String, String> leaves) {
    if (value instanceof Map<?, ?> members) {
      members.forEach((key, member) -> leaves(name + "." + key, member, leaves));
    } else {
      leaves.put(name, String.valueOf(value));
    }
  }

  /** The rows of settings whose names begin so. */
  private static Map<String, Setting> page(String prefix) throws IOException {
    Map<String, Setting> rows = new TreeMap<>();
    String page = Files.readString(ROOT.resolve("docs/configuration.md"));
    for (Matcher row = ROW.matcher(page); row.find(); ) {
      if (row.group(1).startsWith(prefix)) {
        String services = row.group(2).equals("all") ? String.join(", ", SERVICES) : row.group(2);
        assertThat(rows.put(row.group(1), new Setting(services, row.group(4).replace("\\|", "|"))))
            .as("%s stands there twice", row.group(1))
            .isNull();
      }
    }
    return rows;
  }

  private static String settingsFile(String service) throws IOException {
    return Files.readString(
        ROOT.resolve(service + "-service/src/main/resources/" + service + ".yml"));
  }
}
