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
 *     start. Holds at most {@code rotateSize} and a little for each topic partition, twice while it
 *     is uploaded
 * @param rotateAfter longest time that a line waits
 * @param rotateSize bytes of lines of a topic partition, before compression, that end the waiting
 */
@ConfigurationProperties("rivulet.archive")
public record ArchiveSettings(Path spoolDirectory, Duration rotateAfter, DataSize rotateSize) {

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
  }

  /** {@code rotateSize} in bytes. */
  long rotateBytes() {
    return rotateSize.toBytes();
  }
}
