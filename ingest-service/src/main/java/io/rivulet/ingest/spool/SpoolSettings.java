package io.rivulet.ingest.spool;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where events wait for Kafka, and how much of the disk they may take.
 *
 * @param directory of this collector alone; made where it is missing
 * @param maxSize of all its files
 * @param maxDiskShare share of the volume, 0 to 1, beyond which it is never filled, whoever filled
 *     it
 */
@ConfigurationProperties("rivulet.ingest.spool")
public record SpoolSettings(
    Path directory,
    @DefaultValue("1GB") DataSize maxSize,
    @DefaultValue("0.9") double maxDiskShare) {
  private static final long LEAST_SEGMENT_BYTES = 64 << 10;
  private static final long MOST_SEGMENT_BYTES = 64 << 20;

  public SpoolSettings {
    if (maxSize.toBytes() < 16 * LEAST_SEGMENT_BYTES) {
      throw new IllegalArgumentException("spool.max-size is " + maxSize + ", less than 1MB");
    }
    if (!(maxDiskShare > 0 && maxDiskShare <= 1)) {
      throw new IllegalArgumentException(
          "spool.max-disk-share is " + maxDiskShare + ", not above 0 and at most 1");
    }
  }

  /** Files are deleted as a whole: there are some, so that draining soon makes room. */
  long segmentBytes() {
    return Math.max(LEAST_SEGMENT_BYTES, Math.min(MOST_SEGMENT_BYTES, maxSize.toBytes() / 16));
  }
}
