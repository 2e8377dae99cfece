package io.rivulet.etl.erase;

import io.rivulet.etl.Workbenches;
import io.rivulet.etl.analytics.Suppressions;
import io.rivulet.etl.lake.Lake;
import io.rivulet.etl.lake.Lake.Fetched;
import io.rivulet.etl.lake.Lake.Found;
import io.rivulet.etl.run.RunContext;
import io.rivulet.event.EventJson;
import io.rivulet.event.EventTime;
import io.rivulet.event.LakeObject.Area;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes lines of erased persons out of {@code raw/} and {@code quarantine/}. An object keeps its
 * key and says how many lines it had, so that the balance stays closed. Done twice it finds nothing
 * the second time.
 */
final class LakeErasure {
  private static final Logger log = LoggerFactory.getLogger(LakeErasure.class);

  private final Lake lake;
  private final Workbenches workbenches;
  private final Erasures erasures;

  LakeErasure(Lake lake, Workbenches workbenches, Erasures erasures) {
    this.lake = lake;
    this.workbenches = workbenches;
    this.erasures = erasures;
  }

  /**
   * Looks through all raw objects of a project.
   *
   * @param erasureId which erasure the lines count for, and its events
   * @return the objects whose lines the balance does not know yet
   */
  List<Found> raw(RunContext run, long erasureId, Person person, Suppressions suppressions)
      throws IOException {
    Set<String> events = erasures.events(erasureId);
    Set<String> withSuppressed = erasures.objectsWithSuppressedLines(suppressions.project());
    Mention named = new Mention(person.ids());
    return rewrite(
        run,
        Area.RAW,
        suppressions.project(),
        Optional.of(erasureId),
        object -> true,
        object -> {
          boolean hasSuppressed = withSuppressed.contains(object.key());
          return new RawKeeper(suppressions, person, events, named, hasSuppressed);
        });
  }

  /** Looks through the raw objects into which lines of persons came after they were erased. */
  List<Found> late(RunContext run, Suppressions suppressions) throws IOException {
    Set<String> withSuppressed = erasures.objectsWithSuppressedLines(suppressions.project());
    Person nobody = new Person(Set.of(), Set.of(), Set.of());
    return rewrite(
        run,
        Area.RAW,
        suppressions.project(),
        Optional.empty(),
        object -> withSuppressed.contains(object.key()),
        object -> new RawKeeper(suppressions, nobody, Set.of(), new Mention(Set.of()), true));
  }

  /** Looks through all refused events of a project for those that name the person. */
  List<Found> quarantine(RunContext run, String project, long erasureId, Person person)
      throws IOException {
    Mention named = new Mention(person.ids());
    return rewrite(
        run,
        Area.QUARANTINE,
        project,
        Optional.of(erasureId),
        object -> true,
        object -> new QuarantineKeeper(named));
  }

  /** A keeper with what it learns. */
  private interface Keeping extends Lines.Keeper {
    /** Events of lines that went, and their UTC dates. */
    default Map<String, LocalDate> events() {
      return Map.of();
    }

    /** Lines of others that stay and name the person. */
    default long mentions() {
      return 0;
    }
  }

  private interface Keepers {
    Keeping of(Found object);
  }

  private List<Found> rewrite(
      RunContext run,
      Area area,
      String project,
      Optional<Long> erasureId,
      Predicate<Found> which,
      Keepers keepers)
      throws IOException {
    Map<String, Long> known = erasures.erasedLines(project);
    List<Found> toCount = new ArrayList<>();
    Path folder = workbenches.folder(run);
    long mentions = 0;
    try {
      for (Found object : lake.objects(area, project, Optional.empty()).filter(which).toList()) {
        run.checkStop();
        Fetched fetched = lake.fetch(object, folder);
        Path file = Path.of(fetched.file());
        Keeping keeping = keepers.of(object);
        Path rewritten = folder.resolve("rewritten.json.gz");
        long erased = fetched.linesErased();
        try {
          Lines.Outcome outcome = Lines.rewrite(file, rewritten, keeping);
          mentions += keeping.mentions();
          if (!outcome.isSame()) {
            long lines =
                fetched.linesWritten() == null ? outcome.lines() + erased : fetched.linesWritten();
            erased += outcome.dropped();
            // Before the lines are gone: what is in the reports is found by them.
            erasureId.ifPresent(id -> erasures.addEvents(id, keeping.events()));
            lake.rewrite(object, rewritten, lines, erased);
            String layer = area.prefix() + "_lines";
            erasureId.ifPresent(id -> erasures.count(id, layer, outcome.dropped()));
            run.count(0, outcome.dropped(), object.bytes());
          }
          if (outcome.changed() > 0 || erased != known.getOrDefault(object.key(), erased)) {
            toCount.add(object);
          }
        } catch (ZipException | EOFException e) {
          log.warn("object {} is broken and stays as it is: {}", object.key(), e.toString());
        }
        Files.delete(file);
      }
    } finally {
      FileSystemUtils.deleteRecursively(folder);
    }
    long found = mentions;
    if (area == Area.RAW) {
      erasureId.ifPresent(id -> erasures.note(id, "raw_mentions_left", found));
    }
    return toCount;
  }

  /** Keeps raw lines of others. */
  private static final class RawKeeper implements Keeping {
    private final Suppressions suppressions;
    private final List<String> marks;
    private final Set<String> events;
    private final Mention named;
    private final boolean hasSuppressed;
    private final Map<String, LocalDate> dropped = new HashMap<>();
    private long mentions;

    RawKeeper(
        Suppressions suppressions,
        Person person,
        Set<String> events,
        Mention named,
        boolean hasSuppressed) {
      this.suppressions = suppressions;
      this.marks = person.named().stream().map(EventJson::inLine).toList();
      this.events = events;
      this.named = named;
      this.hasSuppressed = hasSuppressed;
    }

    @Override
    public Map<String, LocalDate> events() {
      return dropped;
    }

    @Override
    public long mentions() {
      return mentions;
    }

    @Override
    public @Nullable String kept(String line) {
      // Most lines have nothing to do with the person, and need not be read to know it.
      boolean isConcerned =
          hasSuppressed || line.contains("\\u") || marks.stream().anyMatch(line::contains);
      if (!isConcerned) {
        return line;
      }
      JsonNode event;
      try {
        event = EventJson.mapper().readTree(line);
      } catch (JacksonException e) {
        return named.in(line) ? null : line;
      }
      if (events.contains(text(event, "event_id"))) {
        return dropped(event);
      }
      if (isCovered(event)) {
        if (hasSuppressed || !isFilledIn(event)) {
          return dropped(event);
        }
        // The stream thought that the person was there; somebody else was.
        ((ObjectNode) event).remove("user_id");
        return isCovered(event) ? dropped(event) : EventJson.mapper().writeValueAsString(event);
      }
      if (named.in(line)) {
        mentions++;
      }
      return line;
    }

    private boolean isCovered(JsonNode event) {
      return suppressions.cover(
          text(event, "user_id"), text(event, "instance_id"), text(event, "previous_id"));
    }

    private @Nullable String dropped(JsonNode event) {
      String id = text(event, "event_id");
      String occurredAt = text(event, "occurred_at");
      if (id != null && occurredAt != null && !events.contains(id)) {
        try {
          dropped.put(id, EventTime.parse(occurredAt).atZone(ZoneOffset.UTC).toLocalDate());
        } catch (DateTimeException e) {
          // It was never curated.
        }
      }
      return null;
    }

    /** Whether the stream, not the app, put the user on it; own_user_id in sql/functions.sql. */
    private static boolean isFilledIn(JsonNode event) {
      String name = text(event, "name");
      return "revolt".equals(text(event, "protocol"))
          && !"identify".equals(text(event, "type"))
          && (name == null || !name.startsWith("user."));
    }
  }

  /** Keeps refused events that do not name the person. */
  private record QuarantineKeeper(Mention named) implements Keeping {
    @Override
    public @Nullable String kept(String line) {
      try {
        // Texts of clients stand in it as texts: their own quotes are escaped in the line.
        for (JsonNode value : EventJson.mapper().readTree(line).values()) {
          if (named.in(value.asString(""))) {
            return null;
          }
        }
        return line;
      } catch (JacksonException e) {
        return named.in(line) ? null : line;
      }
    }
  }

  private static @Nullable String text(JsonNode event, String member) {
    JsonNode value = event.path(member);
    return value.isString() ? value.asString() : null;
  }
}
