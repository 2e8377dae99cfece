package io.rivulet.etl.ownmodel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An image that trains, as the local {@code docker} command runs it.
 *
 * @param name of the container
 */
record Container(String name) {
  private static final Logger log = LoggerFactory.getLogger(Container.class);

  /** Processes in it. */
  private static final int MOST_PROCESSES = 1_024;

  private static final long REMOVAL_SECONDS = 10;

  /** What the command itself needs to know of where Docker is. */
  private static final List<String> OWN_VARIABLES =
      List.of("PATH", "HOME", "DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG", "XDG_RUNTIME_DIR");

  /** The command that runs it: bounded, without a network unless the owner names one. */
  List<String> command(Training training, Path base, Map<String, String> variables)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "docker",
                "run",
                "--rm",
                "--name",
                name,
                "--network",
                training.network(),
                "--memory",
                training.memoryMb() + "m",
                "--memory-swap",
                training.memoryMb() + "m",
                "--cpus",
                Double.toString(training.cpus()),
                "--pids-limit",
                Integer.toString(MOST_PROCESSES),
                "--cap-drop",
                "ALL",
                "--security-opt",
                "no-new-privileges",
                // so that what it writes is ours to read and to remove
                "--user",
                Files.getAttribute(base, "unix:uid") + ":" + Files.getAttribute(base, "unix:gid"),
                "--volume",
                base.toAbsolutePath() + ":" + OptMl.IN_CONTAINER));
    new TreeMap<>(variables)
        .forEach((key, value) -> command.addAll(List.of("--env", key + "=" + value)));
    command.add(String.valueOf(training.image()));
    command.add("train");
    return command;
  }

  /** The variables of the command, which the container does not get. */
  static Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String variable : OWN_VARIABLES) {
      String value = System.getenv(variable);
      if (value != null) {
        environment.put(variable, value);
      }
    }
    return environment;
  }

  /** Kills it, should it still run: the end of the command is not that of the container. */
  void remove() {
    ProcessBuilder builder =
        new ProcessBuilder("docker", "rm", "--force", name)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(environment());
    try {
      Process process = builder.start();
      if (!process.waitFor(REMOVAL_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        log.warn("container {} may still run: docker does not answer", name);
      }
    } catch (IOException e) {
      log.warn("container {} may still run", name, e);
    } catch (InterruptedException e) {
      // The run is to stop, and stops; Docker goes on with it.
      Thread.currentThread().interrupt();
    }
  }
}
