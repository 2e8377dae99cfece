package io.rivulet.ingest.spool;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A file of the spool, named by the sequence of its first record. */
final class Segment {
  private static final Pattern NAME = Pattern.compile("(\\d{20})\\.spool");

  final Path path;
  final long firstSequence;

  /** Bytes from its start on that are fsynced; readers go no further. Ends with a whole record. */
  volatile long durableBytes;

  /** Whether nothing will be added to it; set after the last change of {@link #durableBytes}. */
  volatile boolean isSealed;

  /** Bytes that it takes on disk; used by the writer only. */
  long bytes;

  /** How often blocks could not be read, see {@link SegmentInput}; used by the reader only. */
  final Map<Long, Integer> failedReads = new HashMap<>();

  /** How often the file could not be opened; used by the reader only. */
  int failedOpens;

  /** Whether that was given up: it is passed over. */
  volatile boolean isGone;

  /** Whether a block, or all, was given up that somebody may still be able to read. */
  volatile boolean isUnreadable;

  private Segment(Path path, long firstSequence) {
    this.path = path;
    this.firstSequence = firstSequence;
  }

  static Segment fresh(Path directory, long firstSequence) {
    return new Segment(directory.resolve("%020d.spool".formatted(firstSequence)), firstSequence);
  }

  /** One that an earlier process wrote; null when the file is none. */
  static @Nullable Segment ofFile(Path path, long bytes) {
    Matcher name = NAME.matcher(path.getFileName().toString());
    if (!name.matches()) {
      return null;
    }
    Segment segment = new Segment(path, Long.parseLong(name.group(1)));
    segment.bytes = bytes;
    segment.durableBytes = bytes;
    segment.isSealed = true;
    return segment;
  }
}
