package io.rivulet.dashboard.live;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** The write keys of the projects file, read each time: it may change, and it is small. */
@Component
class WriteKeys {

  private final Path file;

  WriteKeys(@Value("${rivulet.projects}") Path file) {
    this.file = file;
  }

  /** A key of the project; empty where the file cannot be read or does not have it. */
  Optional<String> ofProject(String project) {
    try (Reader reader = Files.newBufferedReader(file)) {
      Object content = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
      return members(content, "projects").stream()
          .filter(one -> one instanceof Map<?, ?> entry && project.equals(entry.get("id")))
          .flatMap(one -> members(one, "write-keys").stream())
          .map(String::valueOf)
          .findFirst();
    } catch (IOException | YAMLException e) {
      return Optional.empty();
    }
  }

  private static List<?> members(Object content, String name) {
    return content instanceof Map<?, ?> map && map.get(name) instanceof List<?> list
        ? list
        : List.of();
  }
}
