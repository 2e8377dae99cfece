package io.rivulet.standalone.replay;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Says from time to time how far the replay is: on a terminal as a bar that is drawn again four
 * times a second, else as a plain line every ten seconds.
 */
final class Progress implements AutoCloseable {
  private static final int BAR_WIDTH = 30;

  private final EventLines lines;
  private final Tally tally;
  private final PrintWriter out;
  private final boolean terminal;
  private final long startedNanos = System.nanoTime();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "replay-progress");
            thread.setDaemon(true);
            return thread;
          });

  Progress(EventLines lines, Tally tally, PrintWriter out, boolean terminal) {
    this.lines = lines;
    this.tally = tally;
    this.out = out;
    this.terminal = terminal;
    long everyMillis = terminal ? 250 : 10_000;
    var unused =
        clock.scheduleAtFixedRate(this::show, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
  }

  double seconds() {
    return (System.nanoTime() - startedNanos) / 1e9;
  }

  @Override
  public void close() {
    clock.shutdownNow();
    if (terminal) {
      show();
      out.println();
      out.flush();
    }
  }

  private void show() {
    String counts = tally.progress(seconds());
    out.print(terminal ? "\r" + bar(lines.fractionRead()) + counts + "\u001b[K" : counts + "\n");
    out.flush();
  }

  /** From JDK 22 on there is a console without a terminal too; before, there was none. */
  @SuppressWarnings("SystemConsoleNull")
  static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  /** The bar with its percentage; nothing where the whole is not known. */
  static String bar(double fraction) {
    if (fraction < 0) {
      return "";
    }
    int filled = (int) Math.round(Math.min(fraction, 1) * BAR_WIDTH);
    return String.format(
        Locale.ROOT,
        "[%s%s] %3.0f %% ",
        "#".repeat(filled),
        ".".repeat(BAR_WIDTH - filled),
        Math.min(fraction, 1) * 100);
  }
}
