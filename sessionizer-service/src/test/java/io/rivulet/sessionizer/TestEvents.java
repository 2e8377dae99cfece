package io.rivulet.sessionizer;

import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import io.rivulet.event.EventType;
import io.rivulet.event.project.ProjectsFile;
import io.rivulet.event.project.ProjectsFile.InvalidProjectsException;
import io.rivulet.sessionizer.enrich.EnrichmentRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Events for tests, as the collector would write them. */
public final class TestEvents {
  /** When the collector took them. */
  public static final Instant RECEIVED_AT = Instant.parse("2026-03-01T12:00:00Z");

  /** What enrichment does for projects that are not in the file. */
  public static final EnrichmentRules NO_RULES = noRules();

  private TestEvents() {}

  private static EnrichmentRules noRules() {
    try {
      return new EnrichmentRules(
          ProjectsFile.parse("test", "projects: [{id: nobodys, write-keys: [k]}]"));
    } catch (InvalidProjectsException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A track of project demo. */
  public static EventBuilder track(String id, String instance, Instant occurredAt) {
    return EventBuilder.builder()
        .eventId(id)
        .project("demo")
        .type(EventType.TRACK)
        .name("Clicked")
        .instanceId(instance)
        .occurredAt(occurredAt)
        .receivedAt(RECEIVED_AT)
        .protocol("segment");
  }

  /** A track that says only who and when. */
  public static Event plain() {
    return track("e-1", "a-1", Instant.parse("2026-03-01T10:00:00Z")).build();
  }

  /** In order for each actor, the actors by turns; from 1995 to today between the actors. */
  public static List<Event> history(int actors, int eventsEach) {
    Random random = new Random(7);
    Instant[] now = new Instant[actors];
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < eventsEach; i++) {
      for (int actor = 0; actor < actors; actor++) {
        now[actor] =
            i == 0
                ? Instant.parse("1995-01-01T00:00:00Z")
                    .plus(Duration.ofDays(11_000L * actor / actors))
                : now[actor].plusMillis(random.nextInt(2_700_000));
        events.add(
            track("e-%d-%03d".formatted(actor, i), "a-" + actor, now[actor])
                .locale("de-AT")
                .build());
      }
    }
    return events;
  }
}
