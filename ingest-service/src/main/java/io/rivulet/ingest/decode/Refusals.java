package io.rivulet.ingest.decode;

import io.rivulet.event.RejectedEvent;
import io.rivulet.event.RejectionReason;
import io.rivulet.event.project.Project;
import io.rivulet.event.project.Project.IpPolicy;
import io.rivulet.ingest.body.RawText;
import io.rivulet.ingest.clean.CleanText;
import io.rivulet.ingest.clean.Ids;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes the rejections of one request. */
public record Refusals(String project, IpPolicy ipPolicy, Instant receivedAt, String protocol) {

  /**
   * For requests of that project.
   *
   * @param project null where no key was recognised
   */
  public static Refusals of(@Nullable Project project, Instant receivedAt, String protocol) {
    return project == null
        ? new Refusals(RejectedEvent.UNKNOWN_PROJECT, IpPolicy.TRUNCATED, receivedAt, protocol)
        : new Refusals(project.id(), project.ipPolicy(), receivedAt, protocol);
  }

  /** Of a whole request. */
  public Verdict.Rejected request(RejectionReason reason, String message, RawText raw) {
    return new Verdict.Rejected(
        new RejectedEvent(
            project, receivedAt, reason, raw.annotate(message), protocol, null, null, raw.text()));
  }

  /**
   * Of one event.
   *
   * @param index 0-based place in the batch
   */
  Verdict.Rejected event(
      RejectionReason reason, String message, @Nullable String eventId, int index, String item) {
    RawText raw = RawText.of(item, ipPolicy);
    String id = eventId != null && eventId.length() > Ids.MAX_LENGTH ? null : eventId;
    return new Verdict.Rejected(
        new RejectedEvent(
            project, receivedAt, reason, raw.annotate(message), protocol, id, index, raw.text()));
  }

  /** A client's value as a message quotes it: cleaned, at most 64 characters. */
  static String quote(String value) {
    String head = value.length() > 64 ? value.substring(0, 64) + "..." : value;
    return "'" + CleanText.clean(head) + "'";
  }
}
