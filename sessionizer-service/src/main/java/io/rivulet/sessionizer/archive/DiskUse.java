package io.rivulet.sessionizer.archive;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Bytes on the disk, of a part and so of its whole. */
final class DiskUse {
  private final AtomicLong bytes = new AtomicLong();
  private final @Nullable DiskUse whole;

  DiskUse(@Nullable DiskUse whole) {
    this.whole = whole;
  }

  long bytes() {
    return bytes.get();
  }

  /** Counts bytes that came, or with a minus sign those that went. */
  void add(long more) {
    bytes.addAndGet(more);
    if (whole != null) {
      whole.add(more);
    }
  }

  /** Everything went. */
  void clear() {
    long all = bytes.getAndSet(0);
    if (whole != null) {
      whole.add(-all);
    }
  }
}
