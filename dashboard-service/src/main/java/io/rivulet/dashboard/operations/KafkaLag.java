package io.rivulet.dashboard.operations;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a reader of Kafka is behind, with all of its processes and partitions.
 *
 * @param reader {@code sessions}, which makes sessions of events, or {@code lake}, which writes
 *     objects
 * @param topic that it reads
 * @param records that wait, Kafka's own marks among them
 * @param oldestSeconds how long the oldest has waited; 0 where none waits
 * @param retentionUsed share of the topic's retention that the oldest has used up: from 1 on Kafka
 *     may have deleted it unread
 */
record KafkaLag(
    String reader, String topic, double records, double oldestSeconds, double retentionUsed) {

  /** Not a number while Kafka does not answer; the others stay as they were. */
  private static final String IS_MEASURED = "rivulet_sessionizer_lag_events";

  /**
   * Reads it from the metrics of a sessionizer, whichever: each tells that of all.
   *
   * @param metrics in Prometheus' text format, as docs/sessionizer.md lists them
   * @return empty where the sessionizer does not know it
   */
  static Optional<List<KafkaLag>> of(String metrics) {
    if (sample(metrics, IS_MEASURED, "").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        List.of(
            of(metrics, "sessions", "rivulet_sessionizer_input", "events"),
            of(metrics, "lake", "rivulet_archive", "events-sessionized"),
            of(metrics, "lake", "rivulet_archive", "events-rejected")));
  }

  private static KafkaLag of(String metrics, String reader, String prefix, String topic) {
    String label = "topic=\"" + topic + "\"";
    return new KafkaLag(
        reader,
        topic,
        sample(metrics, prefix + "_lag", label).orElse(0),
        sample(metrics, prefix + "_lag_seconds", label).orElse(0),
        sample(metrics, prefix + "_retention_used", label).orElse(0));
  }

  /** A metric's value; empty where there is none, or it is not a number. */
  private static OptionalDouble sample(String metrics, String name, String label) {
    Matcher line = Pattern.compile("(?m)^" + name + "(\\{[^}]*})? (\\S+)$").matcher(metrics);
    while (line.find()) {
      double value = Double.parseDouble(line.group(2));
      if (String.valueOf(line.group(1)).contains(label) && !Double.isNaN(value)) {
        return OptionalDouble.of(value);
      }
    }
    return OptionalDouble.empty();
  }
}
