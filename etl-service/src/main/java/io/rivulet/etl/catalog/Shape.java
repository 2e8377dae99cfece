package io.rivulet.etl.catalog;

import io.rivulet.etl.catalog.ColumnPath.Step;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What was seen at one place of a table's events, and below it. Absorbing another shape is
 * associative and commutative as long as no table reaches its limit of columns, so the order in
 * which events come, and in which pieces, does not matter.
 *
 * <p>An object that was seen with more keys than the limit, or with a key that is an id or an
 * address, becomes a map for good: its members are absorbed into one shape of its values.
 */
final class Shape {
  private final Budget budget;
  private final EnumMap<JsonType, Long> types = new EnumMap<>(JsonType.class);
  private final Examples examples = new Examples();
  private final TreeMap<String, Shape> members = new TreeMap<>();
  private long nulls;
  private @Nullable Shape elements;
  private @Nullable Shape values;
  private Instant firstSeen = Instant.MAX;
  private Instant lastSeen = Instant.MIN;

  /** How many shapes a table may still have, and how many values had none. */
  static final class Budget {
    private final Limits limits;
    private int left;
    private long refused;

    Budget(Limits limits) {
      this.limits = limits;
      this.left = limits.columns();
    }

    Limits limits() {
      return limits;
    }

    long refused() {
      return refused;
    }

    void refuse(long values) {
      refused += values;
    }
  }

  Shape(Budget budget) {
    this.budget = budget;
  }

  /** Notes a value other than null. */
  void seen(JsonType type, Instant at) {
    types.merge(type, 1L, Long::sum);
    seenAt(at);
  }

  void seenNull(Instant at) {
    nulls++;
    seenAt(at);
  }

  private void seenAt(Instant at) {
    firstSeen = at.isBefore(firstSeen) ? at : firstSeen;
    lastSeen = at.isAfter(lastSeen) ? at : lastSeen;
  }

  void example(String value) {
    examples.add(value);
  }

  /** The shape of a member; null when the table has as many as it may have. */
  @Nullable Shape member(String name) {
    Shape member = members.get(name);
    if (member != null) {
      return member;
    }
    if (values == null
        && (members.size() == budget.limits().keysPerObject() || Examples.isId(name))) {
      becomeMap();
    }
    if (values != null) {
      return values;
    }
    member = create();
    if (member != null) {
      members.put(name, member);
    }
    return member;
  }

  /** The shape of an array's elements; null when the table has as many as it may have. */
  @Nullable Shape elements() {
    if (elements == null) {
      elements = create();
    }
    return elements;
  }

  private @Nullable Shape values() {
    becomeMap();
    return values;
  }

  private @Nullable Shape create() {
    if (budget.left == 0) {
      budget.refused++;
      return null;
    }
    budget.left--;
    return new Shape(budget);
  }

  private void becomeMap() {
    if (values != null) {
      return;
    }
    Map<String, Shape> former = new TreeMap<>(members);
    members.clear();
    former.values().forEach(m -> budget.left += m.size());
    Shape all = create();
    if (all == null) {
      return;
    }
    values = all;
    former.values().forEach(all::absorb);
  }

  private int size() {
    return 1
        + members.values().stream().mapToInt(Shape::size).sum()
        + (elements == null ? 0 : elements.size())
        + (values == null ? 0 : values.size());
  }

  /** Adds all that another shape has seen. */
  void absorb(Shape other) {
    other.types.forEach((type, n) -> types.merge(type, n, Long::sum));
    nulls += other.nulls;
    seenAt(other.firstSeen);
    seenAt(other.lastSeen);
    examples.addAll(other.examples.list());
    if (other.elements != null) {
      absorbInto(elements(), other.elements);
    }
    if (other.values != null) {
      absorbInto(values(), other.values);
    }
    other.members.forEach((name, member) -> absorbInto(member(name), member));
  }

  private static void absorbInto(@Nullable Shape shape, Shape other) {
    if (shape != null) {
      shape.absorb(other);
    }
  }

  /** Puts a column, as {@link #forEach} gave it, back to its place. */
  void restore(Column column, List<Step> steps) {
    if (steps.isEmpty()) {
      column.types().forEach((type, n) -> types.merge(type, n, Long::sum));
      nulls += column.nulls();
      examples.addAll(column.examples());
      seenAt(column.firstSeen());
      seenAt(column.lastSeen());
      return;
    }
    Step step = steps.get(0);
    Shape next =
        switch (step.kind()) {
          case MEMBER -> member(step.name());
          case ELEMENT -> elements();
          case VALUE -> values();
        };
    if (next != null) {
      next.restore(column, steps.subList(1, steps.size()));
    }
  }

  /** Gives this place and all below it as columns, in the order of their paths. */
  void forEach(ColumnPath path, Consumer<Column> action) {
    if (!types.isEmpty() || nulls > 0) {
      action.accept(
          new Column(path, Map.copyOf(types), nulls, examples.list(), firstSeen, lastSeen));
    }
    members.forEach((name, member) -> member.forEach(path.member(name), action));
    if (elements != null) {
      elements.forEach(path.element(), action);
    }
    if (values != null) {
      values.forEach(path.value(), action);
    }
  }
}
