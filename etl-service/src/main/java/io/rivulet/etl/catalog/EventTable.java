package io.rivulet.etl.catalog;

import io.rivulet.etl.catalog.Shape.Budget;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What was seen of the events of one table: how many, when, and the shape of their open parts.
 * Absorbing another is associative and commutative, as it is for {@link Shape}.
 */
final class EventTable {
  private static final List<String> OPEN_PARTS = List.of("properties", "traits", "context");
  private static final List<String> IDENTITIES =
      List.of("event_id", "instance_id", "user_id", "group_id", "previous_id", "session_id");
  private static final String TRAITS = "traits";

  private final Budget budget;
  private final TreeMap<String, Shape> parts = new TreeMap<>();
  private final TreeMap<LocalDate, Long> days = new TreeMap<>();
  private long events;
  private Instant firstSeen = Instant.MAX;
  private Instant lastSeen = Instant.MIN;

  EventTable(Limits limits) {
    this.budget = new Budget(limits);
  }

  /** Notes an event, one line of a raw object. */
  void add(JsonNode event, Instant occurredAt, Instant receivedAt) {
    count(1, receivedAt, receivedAt);
    day(occurredAt.atOffset(ZoneOffset.UTC).toLocalDate(), 1);
    Set<String> identities = new HashSet<>();
    IDENTITIES.forEach(id -> identities.add(event.path(id).asString("")));
    for (String part : OPEN_PARTS) {
      JsonNode value = event.path(part);
      if (!value.isMissingNode() && !value.isNull()) {
        new Describer(receivedAt, part.equals(TRAITS), identities)
            .describe(parts.computeIfAbsent(part, p -> new Shape(budget)), value, part, 1);
      }
    }
  }

  /** Notes that of what a value holds, as deep as the limits say. */
  private final class Describer {
    private final Instant at;
    private final boolean inTraits;
    private final Set<String> identities;

    Describer(Instant at, boolean inTraits, Set<String> identities) {
      this.at = at;
      this.inTraits = inTraits;
      this.identities = identities;
    }

    void describe(@Nullable Shape shape, JsonNode value, String name, int depth) {
      if (shape == null) {
        return;
      }
      if (value.isNull() || value.isMissingNode()) {
        shape.seenNull(at);
        return;
      }
      shape.seen(JsonType.of(value), at);
      Limits limits = budget.limits();
      if (!value.isContainer()) {
        Examples.of(value, inTraits, name, identities)
            .ifPresent(e -> shape.example(Texts.clean(e, Limits.NAME_LENGTH)));
      } else if (depth == limits.depth()) {
        budget.refuse(value.size());
      } else if (value.isArray()) {
        for (int i = 0; i < Math.min(value.size(), limits.elements()); i++) {
          describe(shape.elements(), value.get(i), name, depth + 1);
        }
        budget.refuse(Math.max(0, value.size() - limits.elements()));
      } else {
        for (Map.Entry<String, JsonNode> member : value.properties()) {
          String key = Texts.clean(member.getKey(), Limits.NAME_LENGTH);
          describe(shape.member(key), member.getValue(), key, depth + 1);
        }
      }
    }
  }

  /** Adds all that another table of the same events has seen. */
  void absorb(EventTable other) {
    count(other.events, other.firstSeen, other.lastSeen);
    other.days.forEach(this::day);
    other.parts.forEach((p, s) -> parts.computeIfAbsent(p, n -> new Shape(budget)).absorb(s));
    budget.refuse(other.budget.refused());
  }

  /** Puts back what {@link #columns} gave. */
  void restore(Column column) {
    List<ColumnPath.Step> steps = column.path().steps();
    if (!steps.isEmpty() && OPEN_PARTS.contains(steps.get(0).name())) {
      parts
          .computeIfAbsent(steps.get(0).name(), p -> new Shape(budget))
          .restore(column, steps.subList(1, steps.size()));
    }
  }

  void count(long more, Instant first, Instant last) {
    events += more;
    firstSeen = first.isBefore(firstSeen) ? first : firstSeen;
    lastSeen = last.isAfter(lastSeen) ? last : lastSeen;
  }

  private void day(LocalDate day, long more) {
    if (days.size() < budget.limits().days() || days.containsKey(day)) {
      days.merge(day, more, Long::sum);
    } else {
      budget.refuse(more);
    }
  }

  /** All columns, in the order of their paths. */
  List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    parts.forEach(
        (part, shape) ->
            shape.forEach(
                ColumnPath.of(part),
                column -> {
                  if (column.path().steps().size() > 1) {
                    columns.add(column);
                  }
                }));
    return columns;
  }

  Map<LocalDate, Long> days() {
    return days;
  }

  long events() {
    return events;
  }

  /** When the first event was received. */
  Instant firstSeen() {
    return firstSeen;
  }

  /** When the last event was received. */
  Instant lastSeen() {
    return lastSeen;
  }

  /** Values that a limit kept from being described. */
  long refused() {
    return budget.refused();
  }
}
