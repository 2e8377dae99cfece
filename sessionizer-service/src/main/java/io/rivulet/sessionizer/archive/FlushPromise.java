package io.rivulet.sessionizer.archive;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What is written beside a committed offset. Before a flush is uploaded: {@code flush-until=<end>},
 * which binds whoever has the partition next to flush exactly the records from the committed offset
 * to that end, and so to write the very same objects. After it: nothing.
 */
final class FlushPromise {
  private static final Pattern UNTIL = Pattern.compile("flush-until=(\\d{1,18})");

  private FlushPromise() {}

  /** To commit before the upload: still the flush's start, and with it the promised end. */
  static OffsetAndMetadata made(long start, long end) {
    return new OffsetAndMetadata(start, "flush-until=" + end);
  }

  /** To commit after the upload. */
  static OffsetAndMetadata kept(long end) {
    return new OffsetAndMetadata(end, "");
  }

  /** The end that was promised and not reached; empty when no flush was under way. */
  static OptionalLong read(@Nullable OffsetAndMetadata committed) {
    Matcher m = UNTIL.matcher(committed == null ? "" : committed.metadata());
    if (committed == null || !m.matches()) {
      return OptionalLong.empty();
    }
    long end = Long.parseLong(m.group(1));
    return end > committed.offset() ? OptionalLong.of(end) : OptionalLong.empty();
  }
}
