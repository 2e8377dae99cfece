package io.rivulet.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.rivulet.event.EventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The notebooks of the repository, executed beside a running suite by the Jupyter of this machine.
 */
record Notebooks(String python, Path folder, Map<String, String> settings) {
  private static final Path SOURCES = Path.of("../notebooks").toAbsolutePath().normalize();
  private static final String MODULES =
      "nbconvert ipykernel boto3 jpype matplotlib pandas psycopg2 yaml";

  /**
   * Skips the test, and says what is missing, where Jupyter is not installed with all they need.
   */
  static Notebooks requireJupyter(Path folder, Map<String, String> settings) throws Exception {
    String missing = "no python3";
    for (String python : List.of("python3", "/usr/bin/python3")) {
      try {
        missing =
            said(
                new ProcessBuilder(
                    python,
                    "-c",
                    "import importlib.util as u; print(*[m for m in '%s'.split() if not u.find_spec(m)])"
                        .formatted(MODULES)));
      } catch (IOException e) {
        continue; // there is none of that name
      }
      if (missing.isBlank()) {
        return new Notebooks(python, copies(folder.resolve("notebooks")), settings);
      }
    }
    return abort(
        "The notebooks cannot be executed here, python3 lacks: %s. scripts/install-jupyter.sh installs them."
            .formatted(missing.strip()));
  }

  private static Path copies(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (var notebooks = Files.newDirectoryStream(SOURCES, "*.ipynb")) {
      for (Path notebook : notebooks) {
        Files.copy(notebook, folder.resolve(notebook.getFileName()));
      }
    }
    return folder;
  }

  /**
   * What each of them shows, as JSON of all its outputs, by its name. One that fails, fails all.
   */
  Map<String, String> execute() throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(python, "-m", "nbconvert", "--to", "notebook", "--execute", "--inplace"));
    Map<String, Path> notebooks = new TreeMap<>();
    try (var files = Files.newDirectoryStream(folder, "*.ipynb")) {
      for (Path file : files) {
        notebooks.put(file.getFileName().toString().replace(".ipynb", ""), file);
      }
    }
    notebooks.values().forEach(file -> command.add(file.toString()));
    run(command);
    Map<String, String> shown = new TreeMap<>();
    for (Map.Entry<String, Path> notebook : notebooks.entrySet()) {
      shown.put(
          notebook.getKey(),
          EventJson.mapper()
              .readTree(Files.readString(notebook.getValue()))
              .findValues("outputs")
              .toString());
    }
    return shown;
  }

  /** The rows that a SQL job's file gives for a project, values separated by |. */
  List<String> job(String file, String project) throws Exception {
    return run(List.of(
            python,
            "-c",
            "import rivulet, sys; print(rivulet.Workbench('%s').job('%s').to_csv(sep='|', header=False, index=False))"
                .formatted(project, file)))
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }

  private String run(List<String> command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.matches("(RIVULET|AWS)_.*"));
    builder.environment().putAll(settings);
    builder.environment().put("PYTHONPATH", SOURCES.toString());
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    // its own, so that nothing of this machine's owner is read or written
    builder.environment().put("HOME", folder.toString());
    return said(builder);
  }

  private static String said(ProcessBuilder builder) throws IOException, InterruptedException {
    Path errors = Files.createTempFile("notebooks", ".err");
    try {
      Process process = builder.redirectError(errors.toFile()).start();
      String out = new String(process.getInputStream().readAllBytes(), UTF_8);
      int exit = process.waitFor();
      assertThat(exit).as(() -> read(errors)).isZero();
      return out;
    } finally {
      Files.delete(errors);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
