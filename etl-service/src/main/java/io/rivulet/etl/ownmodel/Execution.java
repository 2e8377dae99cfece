package io.rivulet.etl.ownmodel;

import io.rivulet.etl.run.RunContext;
import io.rivulet.etl.run.RunContext.Stop;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One execution of an owner's program, from its start until nothing of it is left.
 *
 * @param command the program and its arguments
 * @param environment all variables that it has; it inherits none
 * @param directory in which it begins
 * @param base below which it writes
 * @param most bytes below {@code base}
 * @param grace between SIGTERM and SIGKILL
 */
record Execution(
    List<String> command,
    Map<String, String> environment,
    Path directory,
    Path base,
    long most,
    Duration grace) {

  private static final Logger log = LoggerFactory.getLogger(Execution.class);

  /** How often is looked whether it is over. */
  private static final Duration LOOK = Duration.ofMillis(200);

  /** Every so many looks the bytes that it wrote are counted. */
  private static final int LOOKS_PER_COUNT = 5;

  /** What is waited for the rest of the output when the process is over. */
  private static final Duration REST = Duration.ofSeconds(2);

  /** Between SIGTERM and SIGKILL where the service itself shuts down. */
  private static final Duration SHUTDOWN_GRACE = Duration.ofSeconds(4);

  /** Instead of the exit code of what not even SIGKILL ended within {@link #REST}. */
  private static final int UNKILLABLE = -1;

  /** Why it ended. */
  enum End {
    /** By itself. */
    EXITED,
    /** By SIGTERM, because the run was to stop. */
    STOPPED,
    /** By SIGKILL, because SIGTERM was not enough. */
    KILLED,
    /** By SIGTERM or SIGKILL, because it wrote too much. */
    TOO_MUCH_WRITTEN;

    /** As metrics have it. */
    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * How it ended.
   *
   * @param exitCode 128 and the signal's number where a signal ended it
   */
  record Ended(End end, int exitCode) {}

  /**
   * Executes it. Whatever it started is gone afterwards, as far as it still was its descendant when
   * it was looked at.
   *
   * @throws IOException when it cannot be started
   */
  Ended execute(RunContext run, CapturedOutput output) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    Thread reader = new Thread(() -> output.read(process.getInputStream()), "own-model-output");
    reader.setDaemon(true);
    reader.start();
    Set<ProcessHandle> started = new HashSet<>();
    try {
      End end = await(run, process, started);
      if (end != End.EXITED) {
        // Process.destroy would close the streams: what it says of its end would be lost.
        process.toHandle().destroy();
        started.forEach(ProcessHandle::destroy);
        if (!areGone(process, started, grace(run)) && end == End.STOPPED) {
          end = End.KILLED;
        }
      }
      kill(process, started);
      return new Ended(end, exits(process, REST) ? process.exitValue() : UNKILLABLE);
    } finally {
      kill(process, started);
      join(reader);
      process.getInputStream().close();
    }
  }

  /** A process that shuts down waits for its runs less long than others may. */
  private Duration grace(RunContext run) {
    boolean isShort =
        run.stop().filter(Stop.SHUTDOWN::equals).isPresent() && grace.compareTo(SHUTDOWN_GRACE) > 0;
    return isShort ? SHUTDOWN_GRACE : grace;
  }

  private static void kill(Process process, Set<ProcessHandle> started) {
    process.toHandle().destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
  }

  /** Waits for all of them until the time is over: a shell may end before what it started. */
  private static boolean areGone(Process process, Set<ProcessHandle> started, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < end) {
      if (exits(process, LOOK) && started.stream().noneMatch(ProcessHandle::isAlive)) {
        return true;
      }
    }
    return false;
  }

  private End await(RunContext run, Process process, Set<ProcessHandle> started)
      throws IOException {
    for (int looks = 1; !exits(process, LOOK); looks++) {
      process.descendants().forEach(started::add);
      if (run.stop().isPresent()) {
        return End.STOPPED;
      }
      if (looks % LOOKS_PER_COUNT == 0 && written() > most) {
        return End.TOO_MUCH_WRITTEN;
      }
    }
    return written() > most ? End.TOO_MUCH_WRITTEN : End.EXITED;
  }

  /** Waits in spite of interruptions: what is to stop is looked at by {@link #await}. */
  private static boolean exits(Process process, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      try {
        return process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        if (System.nanoTime() >= end) {
          return !process.isAlive();
        }
      }
    }
  }

  private static void join(Thread reader) {
    long end = System.nanoTime() + REST.toNanos();
    while (reader.isAlive() && System.nanoTime() < end) {
      try {
        reader.join(REST.toMillis());
      } catch (InterruptedException e) {
        log.debug("interrupted while the rest of the output is read");
      }
    }
  }

  /** Bytes of the files below the base; links are not followed. */
  private long written() throws IOException {
    long[] bytes = {0};
    Files.walkFileTree(
        base,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes[0] += attributes.size();
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            // It is gone meanwhile, or cannot be read by us.
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
    return bytes[0];
  }
}
