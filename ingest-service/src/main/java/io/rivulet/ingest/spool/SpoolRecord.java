package io.rivulet.ingest.spool;

import java.nio.charset.StandardCharsets;

/**
 * A record for Kafka.
 *
 * @param topic of at most {@value #MAX_TOPIC_BYTES} bytes of UTF-8
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and copied nowhere on its way
public record SpoolRecord(String topic, byte[] key, byte[] value) {
  static final int MAX_TOPIC_BYTES = 249; // Kafka's own limit

  public SpoolRecord {
    if (topic.getBytes(StandardCharsets.UTF_8).length > MAX_TOPIC_BYTES) {
      throw new IllegalArgumentException("topic of over " + MAX_TOPIC_BYTES + " bytes");
    }
  }
}
