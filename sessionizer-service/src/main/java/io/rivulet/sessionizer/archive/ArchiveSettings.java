package io.rivulet.sessionizer.archive;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * How lines wait for their upload.
 *
 * @param spoolDirectory local folder for lines on their way; of this process alone, emptied at the
 *     start
 * @param rotateAfter longest time that a line waits
 * @param rotateSize bytes of lines of a topic partition, before compression, that end the waiting
 * @param spoolMaxSize bytes that the spool folder takes at most; at least four times {@code
 *     rotateSize}
 */
@ConfigurationProperties("rivulet.archive")
public record ArchiveSettings(
    Path spoolDirectory, Duration rotateAfter, DataSize rotateSize, DataSize spoolMaxSize) {
  /** Of {@code rotateSize}: two objects being compressed, and what the last poll brought. */
  private static final int RESERVE = 3;

  public ArchiveSettings {
    Objects.requireNonNull(spoolDirectory, "rivulet.archive.spool-directory");
    if (rotateAfter.isNegative() || rotateAfter.isZero()) {
      throw new IllegalArgumentException(
          "rivulet.archive.rotate-after must be positive, not " + rotateAfter);
    }
    if (rotateSize.toBytes() <= 0) {
      throw new IllegalArgumentException(
          "rivulet.archive.rotate-size must be positive, not " + rotateSize);
    }
    if (spoolMaxSize.toBytes() / (RESERVE + 1) < rotateSize.toBytes()) {
      throw new IllegalArgumentException(
          "rivulet.archive.spool-max-size must be at least four times rotate-size (%s), not %s"
              .formatted(rotateSize, spoolMaxSize));
    }
  }

  /** {@code rotateSize} in bytes. */
  long rotateBytes() {
    return rotateSize.toBytes();
  }

  /** Bytes in the spool folder from which on nothing more is collected. */
  long collectUntilBytes() {
    return spoolMaxSize.toBytes() - reserveBytes();
  }

  /** Bytes that may still come when collecting ends, so many must be free on the disk. */
  long reserveBytes() {
    return RESERVE * rotateBytes();
  }
}
