package io.rivulet.standalone.demo;

import io.rivulet.standalone.replay.EventLine;
import io.rivulet.standalone.replay.EventLines;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The events of all people, one person after the other: few are in memory at a time. */
final class DemoLines implements EventLines {
  private final List<Person> people;
  private final Queue<EventLine> waiting = new ArrayDeque<>();
  private int told;
  private long events;

  DemoLines(Product product) {
    this.people = product.people();
  }

  @Override
  public @Nullable EventLine next() {
    while (waiting.isEmpty() && told < people.size()) {
      waiting.addAll(people.get(told).life());
      told++;
    }
    EventLine line = waiting.poll();
    events += line == null ? 0 : 1;
    return line;
  }

  /** How many there were so far. */
  long events() {
    return events;
  }

  @Override
  public double fractionRead() {
    return people.isEmpty() ? 1 : (double) told / people.size();
  }
}
