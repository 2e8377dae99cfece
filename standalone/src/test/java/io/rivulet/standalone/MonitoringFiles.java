package io.rivulet.standalone;

import io.rivulet.event.EventJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What docker/monitoring asks Prometheus for. */
final class MonitoringFiles {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** Names that Prometheus makes itself, {@code up} and {@code ALERTS}, are not among them. */
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:rivulet|jvm|disk|process|logback)_[a-z0-9_]+\\b");

  private MonitoringFiles() {}

  /** The alerts as the file has them. */
  static List<Map<String, Object>> alerts() {
    Map<String, List<Map<String, List<Map<String, Object>>>>> file =
        new Yaml(new SafeConstructor(new LoaderOptions()))
            .load(read("docker/monitoring/alerts.yml"));
    return file.getOrDefault("groups", List.of()).stream()
        .flatMap(group -> group.getOrDefault("rules", List.of()).stream())
        .toList();
  }

  /** Every expression of an alert or of a panel. */
  static List<String> expressions() {
    List<String> expressions = new ArrayList<>();
    alerts().forEach(alert -> expressions.add(String.valueOf(alert.get("expr"))));
    EventJson.mapper()
        .readTree(read("docker/monitoring/grafana/dashboards/rivulet.json"))
        .path("panels")
        .forEach(
            panel ->
                panel
                    .path("targets")
                    .forEach(target -> expressions.add(target.path("expr").asString())));
    return expressions;
  }

  /** Every metric that one of them names. */
  static Set<String> metrics() {
    Set<String> metrics = new TreeSet<>();
    for (String expression : expressions()) {
      METRIC.matcher(expression).results().forEach(found -> metrics.add(found.group()));
    }
    return metrics;
  }

  static String read(String file) {
    try {
      return Files.readString(ROOT.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
