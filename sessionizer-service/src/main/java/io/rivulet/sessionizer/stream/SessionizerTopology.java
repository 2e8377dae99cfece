package io.rivulet.sessionizer.stream;

import io.rivulet.event.Event;
import io.rivulet.event.EventJson;
import io.rivulet.event.RejectedEvent;
import io.rivulet.event.SessionRule;
import io.rivulet.event.Topics;
import io.rivulet.sessionizer.enrich.Enrichment;
import java.time.Duration;
import java.util.function.Function;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/** The way of an event: decode, enrich, find its session, forward. */
public final class SessionizerTopology {

  /** Is told of what could not be done as usual. */
  public interface Problems extends Enrichment.Failures {
    /** A record's value is no event; it went to the quarantine. */
    void undecodable(String topic, int partition, long offset, String reason);
  }

  static final String DECODE = "decode";
  static final String ENRICH = "enrich";
  static final String SESSIONIZE = "sessionize";
  static final String FORWARD = "forward";
  static final String QUARANTINE = "quarantine";

  /** Name of the store of what is remembered of each actor. */
  static final String ACTORS = "actors";

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
   */
  public static Topology build(
      Function<String, SessionRule> rules, Enrichment enrichment, Problems problems) {
    Serializer<Event> eventJson = (topic, event) -> EventJson.write(event);
    Serializer<RejectedEvent> rejectedJson = (topic, rejected) -> EventJson.write(rejected);
    return new Topology()
        .addSource(
            Topics.EVENTS, new StringDeserializer(), new ByteArrayDeserializer(), Topics.EVENTS)
        .addProcessor(DECODE, () -> new DecodeProcessor(problems), Topics.EVENTS)
        .addProcessor(ENRICH, () -> new EnrichProcessor(enrichment), DECODE)
        .addProcessor(SESSIONIZE, () -> new SessionizeProcessor(rules), ENRICH)
        .addStateStore(
            Stores.windowStoreBuilder(
                Stores.persistentWindowStore(ACTORS, WEEK.multipliedBy(2), WEEK, false),
                Serdes.String(),
                Serdes.ByteArray()),
            SESSIONIZE)
        .addSink(FORWARD, Topics.EVENTS_SESSIONIZED, new StringSerializer(), eventJson, SESSIONIZE)
        .addSink(QUARANTINE, Topics.EVENTS_REJECTED, new StringSerializer(), rejectedJson, DECODE);
  }
}
