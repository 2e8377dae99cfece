package io.rivulet.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A JVM of its own with the classpath of this one. It ends with this JVM, or when it is closed.
 * What it says on standard error is in {@code <name>.log} of the work folder.
 */
public final class Child implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String name;
  private final Process process;
  private final Path log;
  private final Path gcLog;
  private final BufferedReader answers;
  private final Writer requests;

  private Child(String name, Process process, Path log, Path gcLog) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.gcLog = gcLog;
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.requests = process.outputWriter(StandardCharsets.UTF_8);
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /** A child that talks over standard input and output. */
  public static Child start(
      Path work, String name, String heap, Class<?> main, List<String> arguments) {
    return start(work, name, heap, main, arguments, Map.of(), true);
  }

  /** One that talks over standard input and output, with variables beside those of this process. */
  public static Child start(
      Path work,
      String name,
      String heap,
      Class<?> main,
      List<String> arguments,
      Map<String, String> environment) {
    return start(work, name, heap, main, arguments, environment, true);
  }

  /** A child that only writes its log. */
  static Child startSilent(
      Path work,
      String name,
      String heap,
      Class<?> main,
      List<String> arguments,
      Map<String, String> environment) {
    return start(work, name, heap, main, arguments, environment, false);
  }

  private static Child start(
      Path work,
      String name,
      String heap,
      Class<?> main,
      List<String> arguments,
      Map<String, String> environment,
      boolean isTalking) {
    Path log = work.resolve(name + ".log");
    Path gcLog = work.resolve(name + "-gc.log");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-Xlog:gc:file=" + gcLog,
                "-Duser.timezone=UTC"));
    if (isTalking) {
      command.add("-Dlogback.configurationFile=benchmark-logback.xml");
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder.environment().putAll(environment);
    if (!isTalking) {
      builder.redirectErrorStream(true).redirectOutput(log.toFile());
    }
    try {
      return new Child(name, builder.start(), log, gcLog);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The next line that it prints.
   *
   * @throws IllegalStateException when it has ended, with the end of its log
   */
  public String read() {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw ended();
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends it a line and waits for one in return. */
  public String ask(String line) {
    try {
      requests.write(line + "\n");
      requests.flush();
    } catch (IOException e) {
      throw ended();
    }
    return read();
  }

  /**
   * Fails when it has ended.
   *
   * @throws IllegalStateException with the end of its log
   */
  public void requireAlive() {
    if (!process.isAlive()) {
      throw ended();
    }
  }

  long pid() {
    return process.pid();
  }

  /** Processor time used since it started; 0 where the system does not tell. */
  public double cpuSeconds() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }

  Path gcLog() {
    return gcLog;
  }

  private IllegalStateException ended() {
    try (Stream<String> lines = Files.lines(log)) {
      List<String> all = lines.toList();
      String end = String.join("\n", all.subList(Math.max(0, all.size() - 15), all.size()));
      return new IllegalStateException(
          "%s has ended; the end of %s:%n%s".formatted(name, log, end));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it at once, as {@code kill -9} does, and waits for its end. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
