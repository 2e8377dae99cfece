package io.rivulet.sessionizer.stream;

import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import io.rivulet.event.SessionRule;
import io.rivulet.sessionizer.session.RecentSessions;
import io.rivulet.sessionizer.session.RecentSessionsCodec;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;

/** Assigns the session, with what was remembered of the actor, and remembers. */
final class SessionizeProcessor extends ContextualProcessor<String, Event, String, Event> {
  private static final long WEEK_MILLIS = SessionizerTopology.WEEK.toMillis();

  private final Function<String, SessionRule> rules;
  private @Nullable WindowStore<String, byte[]> actors;

  SessionizeProcessor(Function<String, SessionRule> rules) {
    this.rules = rules;
  }

  @Override
  public void init(ProcessorContext<String, Event> context) {
    super.init(context);
    actors = context.getStateStore(SessionizerTopology.ACTORS);
  }

  @Override
  public void process(Record<String, Event> record) {
    WindowStore<String, byte[]> store = Objects.requireNonNull(actors);
    // The record's time is that of arrival: history that is imported today is remembered today.
    long week = Math.floorDiv(record.timestamp(), WEEK_MILLIS) * WEEK_MILLIS;
    Event event = record.value();

    RecentSessions.Placement placement =
        remembered(store, record.key(), week)
            .place(rules.apply(event.project()), event.occurredAt());

    store.put(record.key(), RecentSessionsCodec.write(placement.after()), week);
    context()
        .forward(
            record.withValue(
                EventBuilder.builder(event)
                    .sessionId(SessionRule.sessionId(event.actor(), placement.sessionStart()))
                    .sessionStart(placement.sessionStart())
                    .sessionIndex(placement.sessionIndex())
                    .build()));
  }

  private static RecentSessions remembered(
      WindowStore<String, byte[]> store, String actor, long week) {
    byte[] value = store.fetch(actor, week);
    if (value == null && week >= WEEK_MILLIS) {
      value = store.fetch(actor, week - WEEK_MILLIS);
    }
    return value == null ? RecentSessions.NONE : RecentSessionsCodec.read(value);
  }
}
