package io.rivulet.etl.resend;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What became of the quarantine's lines, in numbers. */
final class Outcome {
  private final Map<String, Long> refused = new TreeMap<>();
  private final Map<String, Long> impossible = new TreeMap<>();
  private long accepted;
  private long taken;
  private long repeated;

  /** The collector stored so many of the events. */
  void accepted(long events) {
    accepted += events;
  }

  /** Revolt's answer counts the events and does not say which of them are refused. */
  void taken(long events) {
    taken += events;
  }

  /** The collector refused an event again. */
  void refused(String reason) {
    refused.merge(reason, 1L, Long::sum);
  }

  /** A line cannot be sent. */
  void impossible(String why) {
    impossible.merge(why, 1L, Long::sum);
  }

  /** An event was among those of this run already, such as one that was refused twice. */
  void repeated() {
    repeated++;
  }

  long stored() {
    return accepted + taken;
  }

  /** For people, in one sentence. */
  String sentence() {
    StringBuilder text = new StringBuilder("%d accepted".formatted(accepted));
    if (taken > 0) {
      text.append(
          ", %d taken at Revolt's door, which does not say which it refuses".formatted(taken));
    }
    append(text, "refused again", refused);
    append(text, "not sent", impossible);
    if (repeated > 0) {
      text.append(", %d sent already by this run".formatted(repeated));
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String what, Map<String, Long> byReason) {
    if (!byReason.isEmpty()) {
      text.append(
          ", %d %s (%s)"
              .formatted(
                  byReason.values().stream().mapToLong(Long::longValue).sum(),
                  what,
                  byReason.entrySet().stream()
                      .map(one -> one.getKey() + ": " + one.getValue())
                      .collect(Collectors.joining(", "))));
    }
  }
}
