package io.rivulet.sessionizer.stream;

import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import io.rivulet.event.EventJson;
import io.rivulet.event.RejectedEvent;
import io.rivulet.event.SessionRule;
import io.rivulet.sessionizer.enrich.Enrichment;
import io.rivulet.sessionizer.kafka.LinePlace;
import io.rivulet.sessionizer.kafka.RefusedRecord;
import io.rivulet.sessionizer.session.CampaignKey;
import io.rivulet.sessionizer.session.RecentSessions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;

/**
 * The way of one record: decode, fill in what its installation said before, enrich, find its
 * session, forward. An actor's key without a value has its memory dropped. A record that cannot go
 * this way, which the collector never writes, goes to the quarantine: tried again, it would stop
 * the stream for ever. What Kafka and the store throw is not the record's fault; it ends the
 * stream, which starts anew.
 */
final class EventProcessor extends ContextualProcessor<String, byte[], String, byte[]> {
  /** Bytes of key and line: the 1 MiB that producers and brokers take, less what Kafka adds. */
  static final int MAX_RECORD_BYTES = 1_000_000;

  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");
  private static final long WEEK_MILLIS = SessionizerTopology.WEEK.toMillis();
  private static final Pattern KEY_OF_PROJECT = Pattern.compile("([a-z0-9][a-z0-9_-]{0,63})\\|.*");

  private static final Pattern KEY_OF_ACTOR =
      Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}\\|[iu]:.+", Pattern.DOTALL);

  private final Function<String, SessionRule> rules;
  private final Enrichment enrichment;
  private final SessionizerTopology.Problems problems;
  private final SessionizerTopology.Progress progress;
  private @Nullable WindowStore<String, byte[]> actors;

  /** An event with its session, and what to remember of its actor, both as they are stored. */
  @SuppressWarnings("ArrayRecordComponent") // written, never compared
  private record Sessionized(
      String actor, LinePlace place, byte[] line, byte[] memory, boolean beginsSession) {}

  EventProcessor(
      Function<String, SessionRule> rules,
      Enrichment enrichment,
      SessionizerTopology.Problems problems,
      SessionizerTopology.Progress progress) {
    this.rules = rules;
    this.enrichment = enrichment;
    this.problems = problems;
    this.progress = progress;
  }

  @Override
  public void init(ProcessorContext<String, byte[]> context) {
    super.init(context);
    actors = context.getStateStore(SessionizerTopology.ACTORS);
  }

  @Override
  public void process(Record<String, byte[]> record) {
    WindowStore<String, byte[]> store = Objects.requireNonNull(actors);
    // The record's time is that of arrival: history that is imported today is remembered today.
    long week = Math.floorDiv(record.timestamp(), WEEK_MILLIS) * WEEK_MILLIS;

    if (record.value() == null && isActor(record.key())) {
      forget(store, record.key(), week);
      return;
    }
    Event event = orRefused(record, () -> decoded(record.value()));
    if (event == null) {
      return;
    }
    ActorMemory memory = remembered(store, event.actor().recordKey(), week);
    Sessionized done = orRefused(record, () -> sessionized(event, memory));
    if (done == null) {
      return;
    }
    store.put(done.actor(), done.memory(), week);
    context()
        .forward(
            new Record<>(done.actor(), done.line(), record.timestamp(), done.place().headers()),
            SessionizerTopology.FORWARD);
    progress.sessionized(event, done.beginsSession());
  }

  /** What the ETL asks for when a person is erased. No event comes without a value. */
  private static void forget(WindowStore<String, byte[]> store, String actor, long week) {
    store.put(actor, null, week);
    if (week >= WEEK_MILLIS) {
      store.put(actor, null, week - WEEK_MILLIS);
    }
  }

  private static boolean isActor(@Nullable String key) {
    return key != null && KEY_OF_ACTOR.matcher(key).matches();
  }

  /** What the step gives; null when it failed, and the record is in the quarantine. */
  private <T> @Nullable T orRefused(Record<String, byte[]> record, Supplier<T> step) {
    try {
      return step.get();
    } catch (RuntimeException | StackOverflowError e) {
      refuse(record, e);
      return null;
    }
  }

  private static Event decoded(byte @Nullable [] value) {
    Event event = value == null ? null : EventJson.readEvent(value);
    if (event == null) {
      throw new IllegalArgumentException("the value is null");
    }
    if (event.occurredAt().isBefore(FIRST) || event.occurredAt().isAfter(LAST)) {
      throw new IllegalArgumentException(
          "occurred_at " + event.occurredAt() + " lies outside the years 1 to 9999");
    }
    return event;
  }

  private static ActorMemory remembered(
      WindowStore<String, byte[]> store, String actor, long week) {
    byte[] value = store.fetch(actor, week);
    if (value == null && week >= WEEK_MILLIS) {
      value = store.fetch(actor, week - WEEK_MILLIS);
    }
    return value == null ? ActorMemory.NONE : ActorMemory.read(value);
  }

  private Sessionized sessionized(Event event, ActorMemory memory) {
    // Before the enrichment: what the installation said is better than what its user agent shows.
    Event whole = enrichment.enrich(memory.instance().fill(event));
    RecentSessions.Placement placement =
        memory
            .sessions()
            .place(
                rules.apply(whole.project()), whole.occurredAt(), CampaignKey.of(whole.campaign()));
    String actor = whole.actor().recordKey();
    byte[] line =
        EventJson.write(
            EventBuilder.builder(whole)
                .sessionId(SessionRule.sessionId(whole.actor(), placement.sessionStart()))
                .sessionStart(placement.sessionStart())
                .sessionIndex(placement.sessionIndex())
                .build());
    int bytes = actor.getBytes(StandardCharsets.UTF_8).length + line.length;
    if (bytes > MAX_RECORD_BYTES) {
      throw new IllegalArgumentException(
          "with its session it takes %d bytes, more than the %d that a record may have"
              .formatted(bytes, MAX_RECORD_BYTES));
    }
    ActorMemory after = new ActorMemory(placement.after(), memory.instance().after(event));
    return new Sessionized(
        actor,
        new LinePlace(whole.project(), whole.receivedAt()),
        line,
        after.write(),
        placement.beginsSession());
  }

  private void refuse(Record<String, byte[]> record, Throwable cause) {
    RecordMetadata at = context().recordMetadata().orElseThrow();
    RejectedEvent rejected =
        new RefusedRecord(
                at.topic(), at.partition(), at.offset(), record.timestamp(), record.value())
            .because(cause, projectOf(record.key()));
    problems.refused(rejected.message());
    context()
        .forward(
            new Record<>(rejected.project(), EventJson.write(rejected), record.timestamp()),
            SessionizerTopology.QUARANTINE);
  }

  private static String projectOf(@Nullable String key) {
    Matcher m = KEY_OF_PROJECT.matcher(key == null ? "" : key);
    return m.matches() ? m.group(1) : RejectedEvent.UNKNOWN_PROJECT;
  }
}
