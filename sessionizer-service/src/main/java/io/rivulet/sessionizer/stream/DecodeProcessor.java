package io.rivulet.sessionizer.stream;

import io.rivulet.event.Event;
import io.rivulet.event.EventJson;
import io.rivulet.event.RejectedEvent;
import io.rivulet.event.RejectionReason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Reads the record's line of JSON. What is no event, which the collector never writes, goes to the
 * quarantine and does not stop the stream.
 */
final class DecodeProcessor extends ContextualProcessor<String, byte[], String, Object> {
  /** Characters of a refused value that are kept: any event that the collector accepts, whole. */
  static final int MAX_RAW_LENGTH = 65_536;

  private static final Pattern KEY_OF_PROJECT = Pattern.compile("([a-z0-9][a-z0-9_-]{0,63})\\|.*");

  private final SessionizerTopology.Problems problems;

  DecodeProcessor(SessionizerTopology.Problems problems) {
    this.problems = problems;
  }

  @Override
  public void process(Record<String, byte[]> record) {
    try {
      Event event = decoded(record.value());
      context()
          .forward(
              record.withKey(event.actor().recordKey()).withValue(event),
              SessionizerTopology.ENRICH);
    } catch (JacksonException | IllegalArgumentException e) {
      reject(record, String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private static Event decoded(byte @Nullable [] value) {
    Event event = value == null ? null : EventJson.readEvent(value);
    if (event == null) {
      throw new IllegalArgumentException("the value is null");
    }
    return event;
  }

  private void reject(Record<String, byte[]> record, String reason) {
    RecordMetadata at = context().recordMetadata().orElseThrow();
    problems.undecodable(at.topic(), at.partition(), at.offset(), reason);
    String project = projectOf(record.key());
    RejectedEvent rejected =
        new RejectedEvent(
            project,
            Instant.ofEpochMilli(record.timestamp()),
            RejectionReason.INVALID_JSON,
            "the record at %s-%d offset %d is no event: %s"
                .formatted(at.topic(), at.partition(), at.offset(), reason),
            "kafka",
            null,
            null,
            raw(record.value()));
    context().forward(record.withKey(project).withValue(rejected), SessionizerTopology.QUARANTINE);
  }

  private static String projectOf(@Nullable String key) {
    Matcher m = KEY_OF_PROJECT.matcher(key == null ? "" : key);
    return m.matches() ? m.group(1) : RejectedEvent.UNKNOWN_PROJECT;
  }

  private static @Nullable String raw(byte @Nullable [] value) {
    if (value == null) {
      return null;
    }
    String text = new String(value, StandardCharsets.UTF_8);
    return text.length() > MAX_RAW_LENGTH ? text.substring(0, MAX_RAW_LENGTH) : text;
  }
}
