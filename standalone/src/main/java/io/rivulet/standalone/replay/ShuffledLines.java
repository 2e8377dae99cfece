package io.rivulet.standalone.replay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** All lines of another source, held in memory and dealt in an order that the seed decides. */
final class ShuffledLines implements EventLines {
  private final List<EventLine> lines = new ArrayList<>();
  private volatile int dealt;

  ShuffledLines(EventLines source, long seed) throws IOException {
    for (EventLine line = source.next(); line != null; line = source.next()) {
      lines.add(line);
    }
    Collections.shuffle(lines, new Random(seed));
  }

  @Override
  public @Nullable EventLine next() {
    if (dealt == lines.size()) {
      return null;
    }
    int index = dealt;
    dealt = index + 1;
    return lines.get(index);
  }

  @Override
  public double fractionRead() {
    return lines.isEmpty() ? 1 : (double) dealt / lines.size();
  }
}
