package io.rivulet.sessionizer.kafka;

/**
 * What of a topic waits to be read.
 *
 * @param records that wait, Kafka's own marks among them
 * @param oldestTimestamp milliseconds since 1970, as Kafka has it; {@link #NO_TIMESTAMP} when no
 *     record waits
 * @param retentionMillis after which Kafka deletes a record; negative: never
 * @param usedByBytes share of the retention by bytes that what waits in a partition takes, in the
 *     partition where it is most; 0 where bytes do not count
 */
record Backlog(long records, long oldestTimestamp, long retentionMillis, double usedByBytes) {
  static final long NO_TIMESTAMP = Long.MAX_VALUE;

  /** Nothing waits. */
  static final Backlog NONE = new Backlog(0, NO_TIMESTAMP, -1, 0);

  /** Age of the oldest record; 0 when none waits. */
  long ageMillis(long nowMillis) {
    return oldestTimestamp == NO_TIMESTAMP ? 0 : Math.max(0, nowMillis - oldestTimestamp);
  }

  /**
   * Share of the topic's retention that the oldest record has used up; from 1 on it may be gone.
   */
  double used(long nowMillis) {
    double byAge = retentionMillis > 0 ? (double) ageMillis(nowMillis) / retentionMillis : 0;
    return Math.max(byAge, usedByBytes);
  }
}
