package io.rivulet.etl.catalog;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is known of one column.
 *
 * @param types how many values of each type were seen, null not being one
 * @param nulls how often it was there and null
 * @param examples up to five values
 * @param firstSeen when the first event that had it was received
 * @param lastSeen when the last one was
 */
record Column(
    ColumnPath path,
    Map<JsonType, Long> types,
    long nulls,
    List<String> examples,
    Instant firstSeen,
    Instant lastSeen) {

  /** The narrowest type that holds all values seen. */
  JsonType type() {
    return JsonType.joinAll(types.keySet());
  }

  /** How many values other than null were seen. */
  long filled() {
    return types.values().stream().mapToLong(Long::longValue).sum();
  }
}
