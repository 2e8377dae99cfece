package io.rivulet.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * How many processors were kept busy during a run, on average.
 *
 * @param others by programs that are not of the benchmark: more than a little spoils the figures; 0
 *     where the system does not tell
 */
public record BusyCores(double server, double broker, double load, double others) {
  private static final Path SYSTEM = Path.of("/proc/stat"); // Linux
  private static final double TICKS_PER_SECOND = 100;
  private static final int IDLE = 4;
  private static final int WAITS_FOR_DISK = 5;
  private static final int LAST = 8;

  /** Processor time that all programs have used since the machine started, in seconds. */
  public static double systemSeconds() {
    if (!Files.exists(SYSTEM)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(SYSTEM)) {
      String[] ticks = lines.findFirst().orElseThrow().split(" +", -1);
      double busy = 0;
      for (int i = 1; i <= LAST && i < ticks.length; i++) {
        if (i != IDLE && i != WAITS_FOR_DISK) {
          busy += Double.parseDouble(ticks[i]);
        }
      }
      return busy / TICKS_PER_SECOND;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
