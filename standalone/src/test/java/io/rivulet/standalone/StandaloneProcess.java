package io.rivulet.standalone;

import static org.awaitility.Awaitility.await;

import io.rivulet.embedded.FreePort;
import io.rivulet.launcher.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The built program in a process of its own, started with the options of {@code ./run}. */
final class StandaloneProcess {
  private static final Duration READY_LIMIT = Duration.ofMinutes(2);
  private static final Duration KILL_LIMIT = Duration.ofSeconds(20);

  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s*(\\d+) kB$");

  private final Process process;
  private final Path home;
  private final Path out;
  private final Path err;
  private final Thread killer = new Thread(this::killEverything, "kill");

  private StandaloneProcess(Process process, Path home, Path out, Path err) {
    this.process = process;
    this.home = home;
    this.out = out;
    this.err = err;
  }

  /** The variables of a start on that data folder, with free ports. */
  static Map<String, String> settings(Path home, Path projects) throws IOException {
    var settings = new HashMap<String, String>();
    settings.put("RIVULET_HOME", home.toString());
    settings.put("RIVULET_PROJECTS", projects.toString());
    for (Part part : Part.values()) {
      int port = FreePort.find();
      while (settings.containsValue(Integer.toString(port))) {
        port = FreePort.find();
      }
      settings.put(part.portVariable(), Integer.toString(port));
    }
    return Map.copyOf(settings);
  }

  /** Starts the program; whether it works out is to be awaited. */
  static StandaloneProcess start(Map<String, String> settings) throws IOException {
    var jar = Path.of("target", "standalone.jar").toAbsolutePath();
    if (!Files.exists(jar)) {
      throw new IllegalStateException(jar + " is missing; ./mvnw verify builds it first");
    }
    var home = Path.of(settings.getOrDefault("RIVULET_HOME", ""));
    var temporary = Files.createDirectories(home.resolve("tmp"));
    var out = Files.createTempFile(home, "out", ".txt");
    var err = Files.createTempFile(home, "err", ".txt");
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of("java.options").toAbsolutePath(),
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                jar.toString(),
                Standalone.class.getName())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    // What is set on this machine is no part of the test; a JVM tells of its variables on stderr.
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.matches("RIVULET_.*|(JDK)?_JAVA_OPTIONS|JAVA_TOOL_OPTIONS"));
    builder.environment().putAll(settings);
    var started = new StandaloneProcess(builder.start(), home, out, err);
    Runtime.getRuntime().addShutdownHook(started.killer);
    return started;
  }

  void awaitReady() {
    await("Rivulet is ready")
        .atMost(READY_LIMIT)
        .failFast(
            "it ended instead",
            () -> {
              if (!process.isAlive()) {
                throw new AssertionError(told());
              }
            })
        .until(() -> out().contains("Rivulet is ready\n"));
  }

  /** The exit status; when it still runs after that time, it is killed and the test fails. */
  int awaitExit(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      kill();
      throw new AssertionError("still running after " + limit.toSeconds() + " s\n" + told());
    }
    return process.exitValue();
  }

  long pid() {
    return process.pid();
  }

  String out() {
    return read(out);
  }

  String err() {
    return read(err);
  }

  /** Asks it to end, as Ctrl-C and a service manager do (SIGTERM). */
  void terminate() {
    process.destroy();
  }

  /** Ends the program, but not the PostgreSQL that it started, as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
  }

  /** What PostgreSQL runs for this data folder; its programs lie in it. */
  List<ProcessHandle> postgresProcesses() {
    return ProcessHandle.allProcesses()
        .filter(handle -> handle.info().command().orElse("").startsWith(home + "/"))
        .toList();
  }

  /** The memory of all its processes; what they share counts in each. Linux only. */
  long residentBytes() {
    return Stream.concat(Stream.of(process.toHandle()), postgresProcesses().stream())
        .mapToLong(StandaloneProcess::residentBytes)
        .sum();
  }

  /** Leaves nothing running on the data folder, whatever went wrong before. */
  void clear() {
    await("end of the program and of PostgreSQL")
        .atMost(KILL_LIMIT)
        .until(
            () -> {
              killEverything();
              return !process.isAlive() && postgresProcesses().isEmpty();
            });
    Runtime.getRuntime().removeShutdownHook(killer);
  }

  private void killEverything() {
    kill();
    postgresProcesses().forEach(ProcessHandle::destroyForcibly);
  }

  private String told() {
    return "stdout:\n" + out() + "\nstderr:\n" + err();
  }

  private static long residentBytes(ProcessHandle handle) {
    var found = RESIDENT.matcher(read(Path.of("/proc", Long.toString(handle.pid()), "status")));
    return found.find() ? 1024 * Long.parseLong(Objects.requireNonNull(found.group(1))) : 0;
  }

  /** Empty when the file is gone, as that of an ended process is. */
  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }
}
