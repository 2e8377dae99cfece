package io.rivulet.sessionizer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Java programs of the tests' class path in processes of their own. */
public final class JavaProcess {
  private JavaProcess() {}

  /** One that is ready to be started. */
  public static ProcessBuilder of(
      Class<?> main,
      int heapMegabytes,
      Map<String, String> systemProperties,
      List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heapMegabytes + "m");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    systemProperties.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    return new ProcessBuilder(command);
  }

  /** Starts one whose output goes to the end of a file. */
  public static Process start(ProcessBuilder program, Path log) {
    try {
      Files.createDirectories(log.getParent());
      return program
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a signal, such as STOP. */
  public static void signal(Process process, String name) throws Exception {
    int failed =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    if (failed != 0) {
      throw new IllegalStateException("no signal " + name + " for process " + process.pid());
    }
  }
}
