package io.rivulet.ingest;

import io.rivulet.stores.SmallDisk;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A class with a main method, run on this test's class path in a process of its own. */
final class JavaProcess {
  private static final int LAST_LINES = 30;
  private static final int COLLECTOR_HEAP_MEGABYTES = 128;

  private final Process process;
  private final Path log;

  private JavaProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static JavaProcess start(Path log, Class<?> main, int heapMegabytes, String... arguments)
      throws IOException {
    return start(log, java(main, heapMegabytes, arguments));
  }

  private static List<String> java(Class<?> main, int heapMegabytes, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                Objects.requireNonNullElse(
                    System.getProperty("surefire.test.class.path"),
                    System.getProperty("java.class.path")),
                main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static JavaProcess start(Path log, List<String> command) throws IOException {
    File output = log.toFile();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output))
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return new JavaProcess(process, log);
  }

  /** Starts a collector whose log and spool are in {@code directory}, named after it. */
  static JavaProcess startCollector(
      Path directory, String name, int port, String kafka, String... arguments) throws IOException {
    return start(
        directory.resolve(name + ".log"), collector(directory, name, port, kafka, arguments));
  }

  /** The same with its spool on a disk of its own. */
  static JavaProcess startCollector(
      SmallDisk disk, Path directory, String name, int port, String kafka, String... arguments)
      throws IOException {
    return start(
        directory.resolve(name + ".log"),
        disk.command(collector(directory, name, port, kafka, arguments)));
  }

  static Path spool(Path directory, String name) {
    return directory.resolve(name + "-spool");
  }

  private static List<String> collector(
      Path directory, String name, int port, String kafka, String... arguments) throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--spring.config.name=ingest",
                "--server.address=127.0.0.1",
                "--server.port=" + port,
                "--spring.kafka.bootstrap-servers=" + kafka,
                "--rivulet.projects=" + Collector.projectsFile(directory),
                "--rivulet.ingest.spool.directory=" + spool(directory, name)));
    all.addAll(List.of(arguments));
    return java(IngestApplication.class, COLLECTOR_HEAP_MEGABYTES, all.toArray(String[]::new));
  }

  long pid() {
    return process.pid();
  }

  /** Whether it runs, and what it said last, for the message of a failed assertion. */
  String state() {
    try {
      List<String> lines = Files.readAllLines(log);
      return (process.isAlive() ? "it runs" : "it has ended with " + process.exitValue())
          + "; its log ends:\n"
          + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends the signal of that name. */
  void signal(String name) {
    if (process.isAlive()) {
      await(() -> new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start());
    }
  }

  /** As {@code kill -9} does; returns when it has ended. */
  void kill() {
    await(process::destroyForcibly);
  }

  /** As a service manager does (SIGTERM); returns when it has ended. */
  void terminate() {
    await(
        () -> {
          process.destroy();
          return process;
        });
  }

  private interface Starting {
    Process start() throws IOException;
  }

  private static void await(Starting starting) {
    try {
      var unused = starting.start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
