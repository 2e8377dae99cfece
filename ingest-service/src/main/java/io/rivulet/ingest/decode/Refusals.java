package io.rivulet.ingest.decode;

import io.rivulet.event.RejectedEvent;
import io.rivulet.event.RejectedEventBuilder;
import io.rivulet.event.RejectionReason;
import io.rivulet.event.clean.CleanText;
import io.rivulet.event.clean.Ids;
import io.rivulet.event.project.Project;
import io.rivulet.event.project.Project.IpPolicy;
import io.rivulet.ingest.body.JsonTape;
import io.rivulet.ingest.body.Name;
import io.rivulet.ingest.body.Packet;
import io.rivulet.ingest.body.RawText;
import io.rivulet.ingest.clean.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the rejections of one request, with what decoding them again needs.
 *
 * @param batch of which the events are; null where it says nothing for all of them
 */
public record Refusals(
    String project,
    IpPolicy ipPolicy,
    RequestFacts facts,
    String protocol,
    Packet.@Nullable Batch batch) {

  // Anybody can send these, and nobody knows whose they are: they are never sent again.
  private static final int UNKNOWN_CHARACTERS = 8 << 10;

  // What is longer is no time, and would be copied into each rejection of the request.
  private static final int TIME_CHARACTERS = 64;

  /**
   * For requests of that project.
   *
   * @param project null where no key was recognised
   */
  public static Refusals of(@Nullable Project project, RequestFacts facts, String protocol) {
    return project == null
        ? new Refusals(RejectedEvent.UNKNOWN_PROJECT, IpPolicy.TRUNCATED, facts, protocol, null)
        : new Refusals(project.id(), project.ipPolicy(), facts, protocol, null);
  }

  /** Same for the events of a batch, which may say something for all of them. */
  Refusals sharing(Packet.Batch common) {
    return new Refusals(project, ipPolicy, facts, protocol, common);
  }

  /** Of a whole request. */
  public Verdict.Rejected request(RejectionReason reason, String message, RawText raw) {
    RawText kept =
        project.equals(RejectedEvent.UNKNOWN_PROJECT) ? raw.cutTo(UNKNOWN_CHARACTERS) : raw;
    return new Verdict.Rejected(
        rejection(reason, kept.annotate(message)).raw(kept.text()).isCut(kept.isCut()).build());
  }

  /**
   * Of one event.
   *
   * @param index 0-based place in the batch
   */
  Verdict.Rejected event(
      RejectionReason reason, String message, @Nullable String eventId, int index, String item) {
    RawText raw = RawText.of(item, ipPolicy);
    String shared = shared();
    RawText common = shared == null ? null : RawText.of(shared, ipPolicy);
    return new Verdict.Rejected(
        rejection(reason, raw.annotate(message))
            .eventId(eventId != null && eventId.length() > Ids.MAX_LENGTH ? null : eventId)
            .index(index)
            .raw(raw.text())
            .shared(common == null || common.isCut() ? null : common.text())
            .isCut(raw.isCut() || (common != null && common.isCut()))
            .build());
  }

  /**
   * Of one event beyond the number that a request may carry. A copy of what the batch shares is not
   * kept with each of them: it is what made them too many.
   */
  Verdict.Rejected excess(String message, @Nullable String eventId, int index, String item) {
    RejectedEvent alone =
        new Refusals(project, ipPolicy, facts, protocol, null)
            .event(RejectionReason.TOO_MANY_EVENTS, message, eventId, index, item)
            .rejected();
    return new Verdict.Rejected(
        shared() == null ? alone : RejectedEventBuilder.builder(alone).isCut(true).build());
  }

  /** What the batch says for all its events, its key aside; null where it says nothing. */
  private @Nullable String shared() {
    if (batch == null || batch.shared() == JsonTape.NONE) {
      return null;
    }
    JsonTape tape = batch.tape();
    LineWriter line = new LineWriter();
    line.begin();
    for (Name name : List.of(Name.CONTEXT, Name.INTEGRATIONS)) {
      int object = tape.member(batch.shared(), name);
      line.value(name, tape, tape.isFilledObject(object) ? object : JsonTape.NONE);
    }
    int sentAt = tape.member(batch.shared(), Name.SENT_AT);
    boolean isTime =
        (tape.isString(sentAt) || tape.isNumber(sentAt)) && isTime(tape.source(sentAt));
    line.value(Name.SENT_AT, tape, isTime ? sentAt : JsonTape.NONE);
    String shared = new String(line.end(), StandardCharsets.UTF_8);
    return shared.equals("{}") ? null : shared;
  }

  private RejectedEventBuilder rejection(RejectionReason reason, String message) {
    String sentAt = facts.sentAt();
    String instance = facts.appInstanceId();
    return RejectedEventBuilder.builder()
        .project(project)
        .receivedAt(facts.receivedAt())
        .reason(reason)
        .message(message)
        .protocol(protocol)
        .route(facts.route())
        .appInstanceId(
            instance == null || instance.length() > Ids.MAX_LENGTH
                ? null
                : CleanText.clean(instance))
        .sentAt(sentAt == null || !isTime(sentAt) ? null : CleanText.clean(sentAt))
        .isRetry(facts.isRetry())
        .ip(IpAddress.keep(ipPolicy, facts.ip()))
        .userAgent(facts.userAgent());
  }

  private static boolean isTime(String text) {
    return text.length() <= TIME_CHARACTERS;
  }

  /** A client's value as a message quotes it: cleaned, at most 64 characters. */
  static String quote(String value) {
    String head = value.length() > 64 ? value.substring(0, 64) + "..." : value;
    return "'" + CleanText.clean(head) + "'";
  }
}
