package io.rivulet.standalone.replay;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of every line. Read = accepted + taken + rejected + broken + not sent, at any time at
 * which no request is under way. For several threads.
 */
final class Tally {
  private static final int MOST_SHOWN = 20;

  private final PrintWriter out;
  private long read;
  private long accepted;
  private long taken;
  private long rejected;
  private long broken;
  private long retries;
  private long shown;
  private final Map<String, Long> rejectedByReason = new TreeMap<>();

  /**
   * @param out takes one line for each of the first refused lines
   */
  Tally(PrintWriter out) {
    this.out = out;
  }

  synchronized void read() {
    read++;
  }

  synchronized void accepted(long lines) {
    accepted += lines;
  }

  /** Stored, but whether accepted or rejected is not known. */
  synchronized void taken(long lines) {
    taken += lines;
  }

  synchronized void rejected(EventLine line, String reason, String message) {
    rejected++;
    rejectedByReason.merge(reason, 1L, Long::sum);
    show(line.place() + " rejected: " + reason + (message.isEmpty() ? "" : ", " + message));
  }

  synchronized void broken(EventLine line, String defect) {
    broken++;
    show(line.place() + " not sent: line " + defect);
  }

  synchronized void retry() {
    retries++;
  }

  synchronized long accepted() {
    return accepted;
  }

  /** Whether every line read was accepted. */
  synchronized boolean complete() {
    return accepted + taken == read;
  }

  /** One line for the progress display. */
  synchronized String progress(double seconds) {
    return String.format(
        Locale.ROOT,
        "%,d read, %,d delivered, %,d rejected, %,d retries, %,.0f/s",
        read,
        accepted + taken,
        rejected + broken,
        retries,
        (accepted + taken) / Math.max(seconds, 0.001));
  }

  /** The closing account, several lines. */
  synchronized String summary(double seconds) {
    StringBuilder text = new StringBuilder();
    line(text, "lines read", read);
    line(text, "accepted", accepted);
    if (taken > 0) {
      line(text, "accepted or rejected, the Revolt door does not say which", taken);
    }
    line(text, "rejected", rejected);
    rejectedByReason.forEach((reason, count) -> line(text, "  " + reason, count));
    line(text, "broken lines, not sent", broken);
    line(text, "not sent or not confirmed", read - accepted - taken - rejected - broken);
    line(text, "requests repeated", retries);
    text.append(
        String.format(
            Locale.ROOT,
            "%-26s %.1f s, %,.0f accepted a second",
            "time",
            seconds,
            accepted / Math.max(seconds, 0.001)));
    return text.toString();
  }

  private static void line(StringBuilder text, String label, long count) {
    text.append(String.format(Locale.ROOT, "%-26s %,d%n", label, count));
  }

  private void show(String message) {
    shown++;
    if (shown <= MOST_SHOWN) {
      out.println(message);
    } else if (shown == MOST_SHOWN + 1) {
      out.println("further lines are counted, not shown");
    }
    out.flush();
  }
}
