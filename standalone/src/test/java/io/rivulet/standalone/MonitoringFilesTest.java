package io.rivulet.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** StandaloneIT finds each of their metrics in the running services. */
class MonitoringFilesTest {
  private static final Path RUNBOOKS = MonitoringFiles.ROOT.resolve("docs/runbooks");

  @Test
  void every_alert_has_a_page_that_tells_what_it_means_and_what_to_do() {
    assertThat(MonitoringFiles.alerts())
        .isNotEmpty()
        .allSatisfy(
            alert -> {
              String name = String.valueOf(alert.get("alert"));
              Path page = RUNBOOKS.resolve(name + ".md");
              assertThat(page).exists();
              assertThat(Files.readString(page))
                  .startsWith("# " + name + "\n")
                  .contains("\n## Look\n", "\n## Do\n")
                  .as("the condition, word for word")
                  .contains("    " + alert.get("expr") + "\n");
              assertThat(alert.get("annotations"))
                  .asString()
                  .contains("runbook=docs/runbooks/" + name + ".md", "summary=");
              assertThat(Map.of("severity", "critical"))
                  .satisfiesAnyOf(
                      critical -> assertThat(alert).containsEntry("labels", critical),
                      critical ->
                          assertThat(alert).containsEntry("labels", Map.of("severity", "warning")));
            });
  }

  @Test
  void every_page_is_of_an_alert_and_stands_in_the_list() throws IOException {
    Set<String> alerts =
        MonitoringFiles.alerts().stream()
            .map(alert -> alert.get("alert") + ".md")
            .collect(Collectors.toSet());
    String list = MonitoringFiles.read("docs/runbooks/README.md");

    try (var pages = Files.list(RUNBOOKS)) {
      assertThat(pages.map(page -> page.getFileName().toString()).toList())
          .filteredOn(page -> !page.equals("README.md"))
          .containsExactlyInAnyOrderElementsOf(alerts);
    }
    assertThat(alerts).allSatisfy(page -> assertThat(list).contains("](" + page + ")"));
  }

  @Test
  void every_expression_asks_for_something() {
    assertThat(MonitoringFiles.expressions())
        .hasSizeGreaterThan(30)
        .allMatch(
            e -> e.matches("(?s).*\\b(rivulet|jvm|disk|process|logback)_.*|.*\\b(up|ALERTS)\\{.*"));
  }

  @Test
  void prometheus_accepts_its_files_and_raises_the_alerts_of_the_cases() throws Exception {
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool"))),
        "promtool is not on the PATH; Debian has it in package prometheus");

    assertThat(promtool("check", "config", "prometheus.yml")).contains("SUCCESS");
    assertThat(promtool("test", "rules", "alerts-test.yml")).contains("SUCCESS");
  }

  private static String promtool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(MonitoringFiles.ROOT.resolve("docker/monitoring").toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
