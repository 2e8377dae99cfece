package io.rivulet.etl.canary;

import io.rivulet.etl.lake.Lake;
import io.rivulet.event.EventJson;
import io.rivulet.event.LakeObject;
import io.rivulet.event.LakeObject.Area;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The canaries in the lake. All are of one actor, so of one partition: its objects follow each
 * other by their offsets, as the lines within them do, and nobody else writes to this project.
 */
final class ArchivedCanaries {
  private static final Comparator<LakeObject> BY_ARRIVAL =
      Comparator.comparing(LakeObject::receivedHour).thenComparing(LakeObject::firstOffset);

  private final Lake lake;
  private String lastKey = "";
  private Instant lastHappened = Instant.MIN;

  ArchivedCanaries(Lake lake) {
    this.lake = lake;
  }

  /**
   * When the latest that is in the lake happened; empty when none arrived since.
   *
   * @param since when the oldest happened that is looked for
   */
  Optional<Instant> latest(Instant since) throws IOException {
    Optional<LakeObject> latest =
        Stream.of(since, Instant.now())
            .map(at -> LocalDateTime.ofInstant(at, ZoneOffset.UTC))
            .map(hour -> LakeObject.prefix(Area.RAW, Canary.PROJECT, hour))
            .distinct()
            .flatMap(prefix -> lake.keys(prefix).stream())
            .flatMap(key -> LakeObject.parse(key).stream())
            .max(BY_ARRIVAL);
    if (latest.isEmpty()) {
      return Optional.empty();
    }
    String key = latest.get().key();
    if (!key.equals(lastKey)) {
      lastHappened = lastLine(key);
      lastKey = key;
    }
    return Optional.of(lastHappened);
  }

  private Instant lastLine(String key) throws IOException {
    try (BufferedReader lines = lake.lines(key)) {
      String last = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = line;
      }
      return last.isEmpty()
          ? Instant.MIN
          : EventJson.readEvent(last.getBytes(StandardCharsets.UTF_8)).occurredAt();
    }
  }
}
