package io.rivulet.standalone.replay;

import io.rivulet.event.EventJson;
import io.rivulet.event.LakeObject;
import io.rivulet.event.LakeObject.Area;
import io.rivulet.event.RejectedEvent;
import io.rivulet.event.RejectionReason;
import io.rivulet.event.resend.Resending;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What is to be sent again of a project's quarantine, in the order of arrival. */
final class QuarantineLines implements EventLines {
  private final S3Client s3;
  private final String bucket;
  private final Instant from;
  private final Instant to;
  private final Set<RejectionReason> reasons;
  private final Resending resending;
  private final Selected selected;
  private final List<String> keys;
  private final Deque<EventLine> ready = new ArrayDeque<>();
  private volatile int nextKey;
  private @Nullable BufferedReader current;
  private String currentKey = "";
  private long lineNumber;

  /**
   * Lists the objects of the range.
   *
   * @param from first time of receipt
   * @param to end of the range, no longer in it
   * @param reasons empty: all
   * @throws IOException when the store cannot be read
   */
  QuarantineLines(
      S3Client s3,
      String bucket,
      String project,
      Instant from,
      Instant to,
      Set<RejectionReason> reasons,
      Resending resending,
      Selected selected)
      throws IOException {
    this.s3 = s3;
    this.bucket = bucket;
    this.from = from;
    this.to = to;
    this.reasons = Set.copyOf(reasons);
    this.resending = resending;
    this.selected = selected;
    this.keys = list(project);
  }

  private List<String> list(String project) throws IOException {
    LocalDateTime first =
        LocalDateTime.ofInstant(from.truncatedTo(ChronoUnit.HOURS), ZoneOffset.UTC);
    LocalDateTime end = LocalDateTime.ofInstant(to, ZoneOffset.UTC);
    String lastDay = LakeObject.prefix(Area.QUARANTINE, project, end.toLocalDate());
    try {
      return s3
          .listObjectsV2Paginator(
              ListObjectsV2Request.builder()
                  .bucket(bucket)
                  .prefix(LakeObject.prefix(Area.QUARANTINE, project))
                  .startAfter(LakeObject.prefix(Area.QUARANTINE, project, first.toLocalDate()))
                  .build())
          .contents()
          .stream()
          .map(S3Object::key)
          .takeWhile(key -> key.compareTo(lastDay + "~") < 0)
          .filter(
              key ->
                  LakeObject.parse(key)
                      .map(LakeObject::receivedHour)
                      .filter(hour -> !hour.isBefore(first) && hour.isBefore(end))
                      .isPresent())
          .toList();
    } catch (SdkException e) {
      throw unreadable("bucket " + bucket, e);
    }
  }

  @Override
  public @Nullable EventLine next() throws IOException {
    while (ready.isEmpty()) {
      BufferedReader in = current;
      if (in == null) {
        if (nextKey == keys.size()) {
          return null;
        }
        in = open(keys.get(nextKey));
      }
      String line = in.readLine();
      if (line == null) {
        finishObject();
      } else {
        lineNumber++;
        take(line);
      }
    }
    return ready.poll();
  }

  private void take(String line) {
    RejectedEvent rejected;
    try {
      rejected = EventJson.readRejected(line.getBytes(StandardCharsets.UTF_8));
    } catch (RuntimeException e) {
      selected.unreadable();
      return;
    }
    if (rejected.receivedAt().isBefore(from)
        || !rejected.receivedAt().isBefore(to)
        || !(reasons.isEmpty() || reasons.contains(rejected.reason()))) {
      return;
    }
    String reason = rejected.reason().wireName();
    Resending.Result result = resending.of(rejected);
    if (result instanceof Resending.Impossible impossible) {
      selected.impossible(reason, impossible.why());
    } else if (result instanceof Resending.Sendable sendable) {
      selected.sendable(reason, sendable.events().size());
      for (byte[] event : sendable.events()) {
        ready.add(new EventLine(currentKey, lineNumber, event, sendable.door()));
      }
    }
  }

  private BufferedReader open(String key) throws IOException {
    try {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(
                  new GZIPInputStream(s3.getObject(r -> r.bucket(bucket).key(key)), 1 << 16),
                  StandardCharsets.UTF_8));
      selected.object();
      current = in;
      currentKey = key;
      lineNumber = 0;
      return in;
    } catch (SdkException e) {
      throw unreadable(key, e);
    }
  }

  private void finishObject() throws IOException {
    close();
    current = null;
    int finished = nextKey;
    nextKey = finished + 1;
  }

  private static IOException unreadable(String what, SdkException e) {
    return new IOException("cannot read " + what + ": " + e.getMessage(), e);
  }

  @Override
  public double fractionRead() {
    return keys.isEmpty() ? 1 : (double) nextKey / keys.size();
  }

  @Override
  public void close() throws IOException {
    if (current != null) {
      current.close();
    }
  }
}
