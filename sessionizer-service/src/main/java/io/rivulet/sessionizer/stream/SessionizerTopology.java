package io.rivulet.sessionizer.stream;

import io.rivulet.event.Event;
import io.rivulet.event.SessionRule;
import io.rivulet.event.Topics;
import io.rivulet.sessionizer.enrich.Enrichment;
import java.time.Duration;
import java.util.function.Function;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/** The way of an event: decode, fill in, enrich, find its session, forward. */
public final class SessionizerTopology {

  /** Is told of what could not be done as usual. */
  public interface Problems extends Enrichment.Failures {
    /** A record went to the quarantine. The message says which and why. */
    void refused(String message);
  }

  /** Is told of every event that got its session. */
  @FunctionalInterface
  public interface Progress {
    /**
     * {@code event}, as it came, goes on; {@code beginsSession}: no known session went on with it.
     */
    void sessionized(Event event, boolean beginsSession);
  }

  static final String SESSIONIZE = "sessionize";
  static final String FORWARD = "forward";
  static final String QUARANTINE = "quarantine";

  /** Name of the store of what is remembered of each actor. */
  static final String ACTORS = "actors";

  /** The topic that Kafka Streams keeps a copy of that store in. */
  static final String CHANGELOG = StreamSettings.APPLICATION_ID + '-' + ACTORS + "-changelog";

  /**
   * Actors' memory is kept by the week in which their latest event arrived, and a week is dropped
   * as a whole when it is over for as long. So an actor is forgotten between one and two weeks
   * after its latest event arrived, whenever that event happened, and no one has to look for idle
   * actors.
   */
  static final Duration WEEK = Duration.ofDays(7);

  private SessionizerTopology() {}

  /**
   * The topology.
   *
   * @param rules the session rule of a project
   * @param commits the clients of the stream that this is for
   */
  public static Topology build(
      Function<String, SessionRule> rules,
      Enrichment enrichment,
      Problems problems,
      Progress progress,
      Commits commits) {
    return new Topology()
        .addSource(
            Topics.EVENTS, new StringDeserializer(), new ByteArrayDeserializer(), Topics.EVENTS)
        .addProcessor(
            SESSIONIZE,
            () -> new EventProcessor(rules, enrichment, problems, progress),
            Topics.EVENTS)
        .addStateStore(
            Stores.windowStoreBuilder(
                new CommittedStore.Supplier(
                    Stores.persistentWindowStore(ACTORS, WEEK.multipliedBy(2), WEEK, false),
                    commits),
                Serdes.String(),
                Serdes.ByteArray()),
            SESSIONIZE)
        .addSink(
            FORWARD,
            Topics.EVENTS_SESSIONIZED,
            new StringSerializer(),
            new ByteArraySerializer(),
            SESSIONIZE)
        .addSink(
            QUARANTINE,
            Topics.EVENTS_REJECTED,
            new StringSerializer(),
            new ByteArraySerializer(),
            SESSIONIZE);
  }
}
