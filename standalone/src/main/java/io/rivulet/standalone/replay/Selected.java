package io.rivulet.standalone.replay;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What was found in the quarantine, by reason. Read by one thread after another has filled it. */
final class Selected {

  /** Of one reason. */
  private static final class Count {
    private long lines;
    private long sendable;
    private long events;
    private final Map<String, Long> impossible = new TreeMap<>();
  }

  private final Map<String, Count> byReason = new TreeMap<>();
  private long objects;
  private long unreadable;

  synchronized void object() {
    objects++;
  }

  /** A line that is no rejected event. */
  synchronized void unreadable() {
    unreadable++;
  }

  synchronized void sendable(String reason, int events) {
    Count count = count(reason);
    count.lines++;
    count.sendable++;
    count.events += events;
  }

  synchronized void impossible(String reason, String why) {
    Count count = count(reason);
    count.lines++;
    count.impossible.merge(why, 1L, Long::sum);
  }

  private Count count(String reason) {
    return byReason.computeIfAbsent(reason, r -> new Count());
  }

  /** Whether there is nothing that cannot be sent. */
  synchronized boolean complete() {
    return unreadable == 0 && byReason.values().stream().allMatch(c -> c.impossible.isEmpty());
  }

  /** Several lines. */
  synchronized String summary() {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "%-26s %,d%n", "quarantine objects read", objects));
    byReason.forEach(
        (reason, count) -> {
          text.append(
              String.format(
                  Locale.ROOT,
                  "%-26s %,d: %,d to send, as %,d events%n",
                  reason,
                  count.lines,
                  count.sendable,
                  count.events));
          count.impossible.forEach(
              (why, lines) ->
                  text.append(
                          String.format(Locale.ROOT, "%-26s %,d%n", "  cannot be sent", lines)
                              .stripTrailing())
                      .append(String.format(Locale.ROOT, ": %s%n", why)));
        });
    if (unreadable > 0) {
      text.append(
          String.format(Locale.ROOT, "%-26s %,d%n", "lines that cannot be read", unreadable));
    }
    return text.toString().stripTrailing();
  }
}
