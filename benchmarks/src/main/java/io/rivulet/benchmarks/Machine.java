package io.rivulet.benchmarks;

/** What the figures were taken on. */
public final class Machine {
  private Machine() {}

  /** Processors, system and JVM in one phrase. */
  public static String describe() {
    return "%d processors, %s %s, Java %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            Runtime.version());
  }
}
