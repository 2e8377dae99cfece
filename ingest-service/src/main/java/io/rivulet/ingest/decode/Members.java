package io.rivulet.ingest.decode;

import static io.rivulet.ingest.body.JsonTape.NONE;

import io.rivulet.event.clean.CleanText;
import io.rivulet.event.clean.Ids;
import io.rivulet.event.time.Timestamps;
import io.rivulet.ingest.body.JsonTape;
import io.rivulet.ingest.body.Name;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object's members, of which the known ones are taken out, so that what is left over can be kept
 * as it came. A member that does not fit what is asked of it (a width that is no number) is not
 * taken and so is not lost.
 */
final class Members {
  private static final int LONGER_THAN_JUNK = 20;

  private final JsonTape tape;
  private final int own;
  private final int shared;
  private final int @Nullable [] found;

  /**
   * The members of an object.
   *
   * @param own its node; anything else has no members
   */
  Members(JsonTape tape, int own) {
    this(tape, own, NONE, null);
  }

  /**
   * @param found values by the marks of their names, where all were looked up beforehand
   */
  private Members(JsonTape tape, int own, int shared, int @Nullable [] found) {
    this.tape = tape;
    this.own = own;
    this.shared = shared;
    this.found = found;
  }

  /** Room for {@link #lookedUp} to use again and again. */
  static int[] room() {
    return new int[Name.MARKS];
  }

  /**
   * The same for an object that is asked for many members: all are looked up at once.
   *
   * @param shared node of an object whose members count where {@code own} has none of that name
   * @param room is used as long as these members are
   */
  static Members lookedUp(JsonTape tape, int own, int shared, int[] room) {
    Arrays.fill(room, NONE);
    tape.members(shared, room);
    tape.members(own, room);
    return new Members(tape, own, shared, room);
  }

  JsonTape tape() {
    return tape;
  }

  int own() {
    return own;
  }

  int shared() {
    return shared;
  }

  /** Whether there is such an object. */
  boolean isPresent() {
    return tape.isObject(own);
  }

  /** Takes any value; none when absent or JSON null. */
  int take(Name name) {
    int value = find(name);
    if (value == NONE) {
      return NONE;
    }
    tape.take(value);
    return tape.isNull(value) ? NONE : value;
  }

  /** Looks without taking; none when absent or JSON null. */
  int peek(Name name) {
    int value = find(name);
    return tape.isNull(value) ? NONE : value;
  }

  /** Takes text that is not blank, or a number, which stands for its digits. */
  int text(Name name) {
    int value = find(name);
    if (isText(value)) {
      tape.take(value);
      return value;
    }
    return dropNull(value);
  }

  /** Same without taking. */
  int peekText(Name name) {
    int value = find(name);
    return isText(value) ? value : NONE;
  }

  private boolean isText(int value) {
    if (!tape.isString(value)) {
      return tape.isNumber(value);
    }
    int first = tape.length(value) > 2 ? tape.json()[tape.start(value) + 1] : ' ';
    return (first > ' ' && first != '\\') || !tape.text(value).isBlank();
  }

  /** Takes an id, see {@link Ids}. Junk that stands for no id is dropped. */
  int id(Name name) {
    int value = find(name);
    if (!tape.isString(value) && !tape.isNumber(value)) {
      return dropNull(value);
    }
    tape.take(value);
    return isId(value) ? value : NONE;
  }

  private boolean isId(int value) {
    return tape.isNumber(value) || isLongWord(value) || Ids.of(tape.text(value)) != null;
  }

  // As the ids that SDKs make up are: longer than any junk, and no space at either end.
  private boolean isLongWord(int string) {
    return tape.length(string) > LONGER_THAN_JUNK
        && tape.json()[tape.start(string) + 1] > ' '
        && tape.json()[tape.end(string) - 2] > ' '
        && tape.isPlain(string);
  }

  /** Takes a number of at most nine digits before and nine behind the point. */
  int decimal(Name name) {
    return number(name, false);
  }

  /** Takes a whole number of at most nine digits, such as a width in pixels. */
  int integer(Name name) {
    return number(name, true);
  }

  private int number(Name name, boolean isWhole) {
    int value = find(name);
    if (!tape.isNumber(value)) {
      return dropNull(value);
    }
    if (!isShortWhole(value) && !isSmall(new BigDecimal(tape.source(value)), isWhole)) {
      return NONE;
    }
    tape.take(value);
    return value;
  }

  // What nearly all of them are.
  private boolean isShortWhole(int number) {
    if (tape.length(number) > 9) {
      return false;
    }
    for (int i = tape.start(number); i < tape.end(number); i++) {
      if (tape.json()[i] < '0' || tape.json()[i] > '9') {
        return false;
      }
    }
    return true;
  }

  private static boolean isSmall(BigDecimal number, boolean isWhole) {
    return number.scale() >= -9
        && number.scale() <= 9
        && number.precision() - number.scale() <= 9
        && !(isWhole && number.stripTrailingZeros().scale() > 0);
  }

  /** The object of that name, from which members may be taken; what is left of it stays. */
  Members object(Name name) {
    int value = find(name);
    if (tape.isObject(value)) {
      tape.open(value);
    }
    return new Members(tape, value);
  }

  /** Takes an object that has members; an empty one is dropped, anything else left. */
  int filledObject(Name name) {
    int value = find(name);
    if (!tape.isObject(value)) {
      return dropNull(value);
    }
    tape.take(value);
    return tape.isFilledObject(value) ? value : NONE;
  }

  /** The text of a value, clean; null for none. */
  @Nullable String string(int value) {
    return value == NONE ? null : CleanText.clean(tape.text(value));
  }

  /** Whether an id or a name is longer than one may be. */
  boolean isTooLong(int value) {
    return value != NONE
        && tape.length(value) > Ids.MAX_LENGTH
        && tape.text(value).length() > Ids.MAX_LENGTH;
  }

  /** The time that a value stands for; empty for none and for what is no time. */
  Optional<Instant> time(int value) {
    if (tape.isNumber(value)) {
      return Timestamps.ofMillis(tape.source(value));
    }
    if (!tape.isString(value)) {
      return Optional.empty();
    }
    return tape.isPlain(value)
        ? Timestamps.parse(tape.json(), tape.start(value) + 1, tape.end(value) - 1)
        : Timestamps.parse(tape.text(value));
  }

  private int find(Name name) {
    return found == null ? tape.member(own, name) : found[name.mark()];
  }

  private int dropNull(int value) {
    if (tape.isNull(value)) {
      tape.take(value);
    }
    return NONE;
  }
}
