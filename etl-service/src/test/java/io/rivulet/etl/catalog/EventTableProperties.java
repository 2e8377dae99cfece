package io.rivulet.etl.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The order and the pieces in which events come make no difference to the catalog. */
class EventTableProperties {
  /** Small, so that maps and cut arrays are common; columns are never at their limit. */
  private static final Limits LIMITS = new Limits(3, 4, 100_000, 2, 100);

  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private static final List<String> NAMES =
      List.of("a", "b", "c", "d", "A", "x.y", "9e107d9d372bb6826bd81d3542a419d6");

  private static final List<Object> SCALARS =
      List.of(
          1,
          2,
          2.5,
          true,
          "a",
          "b",
          "2026-03-01",
          "2026-03-01T10:00:00Z",
          new BigInteger("12345678901234567890123"),
          "anna@example.org",
          Optional.empty());

  /** An event's place in time and its properties. */
  record Given(int second, JsonNode properties) {}

  @Property(tries = 300)
  void any_order_gives_the_same_table(@ForAll("events") List<Given> events, @ForAll int seed) {
    List<Given> shuffled = new ArrayList<>(events);
    Collections.shuffle(shuffled, new Random(seed));

    assertSame(table(shuffled), table(events));
  }

  @Property(tries = 300)
  void absorbing_is_associative_and_commutative(
      @ForAll("events") List<Given> a,
      @ForAll("events") List<Given> b,
      @ForAll("events") List<Given> c) {
    List<Given> all = new ArrayList<>(a);
    all.addAll(b);
    all.addAll(c);

    EventTable leftFirst = absorb(absorb(table(a), table(b)), table(c));
    EventTable rightFirst = absorb(table(a), absorb(table(b), table(c)));
    EventTable backwards = absorb(absorb(table(c), table(b)), table(a));

    assertSame(leftFirst, table(all));
    assertSame(rightFirst, table(all));
    assertSame(backwards, table(all));
  }

  @Property(tries = 300)
  void what_is_stored_is_what_was_seen(
      @ForAll("events") List<Given> events, @ForAll("events") List<Given> more) {
    EventTable restored = new EventTable(LIMITS);
    table(events)
        .columns()
        .forEach(
            c ->
                restored.restore(
                    new Column(
                        ColumnPath.parse(c.path().toString()),
                        c.types(),
                        c.nulls(),
                        c.examples(),
                        c.firstSeen(),
                        c.lastSeen())));

    assertThat(absorb(restored, table(more)).columns())
        .isEqualTo(absorb(table(events), table(more)).columns());
  }

  @Property
  void a_path_is_read_back(@ForAll List<String> names) {
    ColumnPath path = ColumnPath.of("properties");
    for (String name : names) {
      path = path.member(name).element().value();
    }

    assertThat(ColumnPath.parse(path.toString())).isEqualTo(path);
  }

  @Property
  void the_type_of_a_column_does_not_depend_on_the_order(
      @ForAll JsonType a, @ForAll JsonType b, @ForAll JsonType c) {
    assertThat(a.join(b)).isEqualTo(b.join(a));
    assertThat(a.join(b).join(c)).isEqualTo(a.join(b.join(c)));
    assertThat(a.join(a)).isEqualTo(a);
    assertThat(a.join(a.join(b))).isEqualTo(a.join(b));
  }

  @Provide
  Arbitrary<List<Given>> events() {
    // By hand: recursive arbitraries with their edge cases take minutes.
    return Arbitraries.randomValue(
        random ->
            Stream.generate(() -> new Given(random.nextInt(200_000), object(random, 4)))
                .limit(random.nextInt(8))
                .toList());
  }

  private static JsonNode object(Random random, int depth) {
    ObjectNode object = JsonMapper.shared().createObjectNode();
    for (int n = random.nextInt(4); n > 0; n--) {
      object.set(NAMES.get(random.nextInt(NAMES.size())), value(random, depth - 1));
    }
    return object;
  }

  private static JsonNode value(Random random, int depth) {
    int kind = depth == 0 ? 0 : random.nextInt(5);
    if (kind < 3) {
      return JsonMapper.shared().valueToTree(SCALARS.get(random.nextInt(SCALARS.size())));
    }
    if (kind == 3) {
      return object(random, depth);
    }
    ArrayNode array = JsonMapper.shared().createArrayNode();
    for (int n = random.nextInt(4); n > 0; n--) {
      array.add(value(random, depth - 1));
    }
    return array;
  }

  private static EventTable table(List<Given> events) {
    EventTable table = new EventTable(LIMITS);
    for (Given given : events) {
      JsonNode event =
          JsonMapper.shared()
              .createObjectNode()
              .put("event_id", "e")
              .set("properties", given.properties());
      table.add(event, START.plusSeconds(given.second()), START.plusSeconds(given.second() + 1));
    }
    return table;
  }

  private static EventTable absorb(EventTable table, EventTable other) {
    table.absorb(other);
    return table;
  }

  private static void assertSame(EventTable actual, EventTable expected) {
    assertThat(actual.columns()).isEqualTo(expected.columns());
    assertThat(actual.events()).isEqualTo(expected.events());
    assertThat(actual.days()).isEqualTo(expected.days());
    assertThat(Map.of(actual.firstSeen(), actual.lastSeen()))
        .isEqualTo(Map.of(expected.firstSeen(), expected.lastSeen()));
  }
}
