package io.rivulet.ingest.http;

import io.rivulet.event.RejectedEvent;
import io.rivulet.event.RejectionReason;
import io.rivulet.ingest.decode.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An answer: of the statuses only those whose meaning no SDK mistakes.
 *
 * @param contentType of the body; null for an answer without one
 * @param retryAfterSeconds header Retry-After; null for none
 * @param isLast whether the connection ends with it
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and never changed
record Answer(
    int status,
    @Nullable String contentType,
    byte[] body,
    @Nullable Integer retryAfterSeconds,
    boolean isLast) {

  /** Exactly this: some SDKs compare it as text. */
  static final String JSON_TYPE = "application/json";

  private static final JsonMapper JSON = JsonMapper.shared();

  /** A client is asked to wait this long after a 429 or a 503. */
  private static final int RETRY_AFTER_SECONDS = 5;

  private static final byte[] TRANSPARENT_PIXEL =
      Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

  /** All events of a Segment request are durable, those refused in the quarantine. */
  static Answer stored(List<Verdict> verdicts) {
    if (verdicts.stream().allMatch(Verdict.Accepted.class::isInstance)) {
      // Nearly every answer.
      String body = "{\"success\":true,\"accepted\":" + verdicts.size() + ",\"rejected\":[]}";
      return ok(JSON_TYPE, body.getBytes(StandardCharsets.UTF_8));
    }
    ArrayNode rejected = JsonNodeFactory.instance.arrayNode();
    for (Verdict verdict : verdicts) {
      if (verdict instanceof Verdict.Rejected refusal) {
        rejected.add(entry(refusal.rejected()));
      }
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("success", true);
    body.put("accepted", verdicts.size() - rejected.size());
    body.set("rejected", rejected);
    return json(body);
  }

  private static ObjectNode entry(RejectedEvent rejected) {
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    entry.put("index", rejected.index());
    entry.put("messageId", rejected.eventId());
    entry.put("reason", rejected.reason().wireName());
    entry.put("message", rejected.message());
    return entry;
  }

  /**
   * All events of a Revolt request are durable. Refused ones count as accepted, since the SDK sends
   * again for ever what is not.
   */
  static Answer revoltStored(int events) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("eventsAccepted", events);
    body.putNull("eventError");
    return json(body);
  }

  /** There is nothing more to be said than that all is well. */
  static Answer success() {
    return json(JsonNodeFactory.instance.objectNode().put("success", true));
  }

  /** A document. */
  static Answer json(JsonNode document) {
    return ok(JSON_TYPE, JSON.writeValueAsBytes(document));
  }

  /** A document of any type. */
  static Answer ok(String contentType, byte[] body) {
    return new Answer(200, contentType, body, null, false);
  }

  /** A transparent image of one pixel, which tells nothing. */
  static Answer pixel() {
    return ok("image/gif", TRANSPARENT_PIXEL);
  }

  /** The whole request is refused and must not be sent again as it is. */
  static Answer refused(RejectionReason reason, String message) {
    int status = reason == RejectionReason.UNKNOWN_KEY ? 401 : 400;
    return error(status, reason.wireName(), message);
  }

  /** Nothing is known to be stored; the sender is asked to send all again. */
  static Answer unavailable(String code, String message) {
    return new Answer(503, JSON_TYPE, errorBody(code, message), RETRY_AFTER_SECONDS, false);
  }

  /** Whose key it is cannot be told yet. */
  static Answer projectsNotLoaded() {
    return unavailable("projects_not_loaded", "the projects are not loaded yet");
  }

  /**
   * Too much is in work, nothing is stored.
   *
   * @param isRevolt whether only a 503 makes the sender wait
   */
  static Answer overloaded(boolean isRevolt) {
    byte[] body = errorBody("overloaded", "too many requests are in work; send it again");
    return new Answer(isRevolt ? 503 : 429, JSON_TYPE, body, RETRY_AFTER_SECONDS, false);
  }

  /**
   * The project sends faster than it may, nothing is stored.
   *
   * @param isRevolt whether only a 503 makes the sender wait
   */
  static Answer rateLimited(int retryAfterSeconds, boolean isRevolt) {
    byte[] body =
        errorBody("rate_limited", "the project sends more events than it may; send it again later");
    return new Answer(isRevolt ? 503 : 429, JSON_TYPE, body, retryAfterSeconds, false);
  }

  /** Nobody else can listen now. */
  static Answer tooManyStreams() {
    byte[] body = errorBody("too_many_streams", "too many streams are open; close one");
    return new Answer(429, JSON_TYPE, body, RETRY_AFTER_SECONDS, false);
  }

  static Answer error(int status, String code, String message) {
    return new Answer(status, JSON_TYPE, errorBody(code, message), null, false);
  }

  /** All is said by the headers. */
  static Answer empty() {
    return new Answer(204, null, new byte[0], null, false);
  }

  /** The same, with the connection closed after it. */
  Answer asLast() {
    return new Answer(status, contentType, body, retryAfterSeconds, true);
  }

  /** The body as text, for those who look at it. */
  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  private static byte[] errorBody(String code, String message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("success", false);
    body.put("code", code);
    body.put("message", message);
    return JSON.writeValueAsBytes(body);
  }
}
