package io.rivulet.ingest.decode;

import static io.rivulet.ingest.body.JsonTape.NONE;

import io.rivulet.ingest.body.JsonTape;
import io.rivulet.ingest.clean.CleanText;
import io.rivulet.ingest.clean.Ids;
import io.rivulet.ingest.time.Timestamps;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object's members, of which the known ones are taken out, so that what is left over can be kept
 * as it came. A member that does not fit what is asked of it (a width that is no number) is not
 * taken and so is not lost.
 *
 * @param own node of the object; anything else has no members
 * @param shared node of an object whose members count where {@code own} has none of that name
 */
record Members(JsonTape tape, int own, int shared) {

  Members(JsonTape tape, int own) {
    this(tape, own, NONE);
  }

  /** Takes any value; none when absent or JSON null. */
  int take(byte[] name) {
    int value = find(name);
    if (value == NONE) {
      return NONE;
    }
    tape.take(value);
    return tape.isNull(value) ? NONE : value;
  }

  /** Looks without taking; none when absent or JSON null. */
  int peek(byte[] name) {
    int value = find(name);
    return tape.isNull(value) ? NONE : value;
  }

  /** Takes text that is not blank, or a number, which stands for its digits. */
  int text(byte[] name) {
    int value = find(name);
    if (isText(value)) {
      tape.take(value);
      return value;
    }
    return dropNull(value);
  }

  /** Same without taking. */
  int peekText(byte[] name) {
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
  int id(byte[] name) {
    int value = find(name);
    if (!tape.isString(value) && !tape.isNumber(value)) {
      return dropNull(value);
    }
    tape.take(value);
    return isId(value) ? value : NONE;
  }

  private boolean isId(int value) {
    return tape.isNumber(value) || Ids.of(tape.text(value)) != null;
  }

  /** Takes a number of at most nine digits before and nine behind the point. */
  int decimal(byte[] name) {
    return number(name, false);
  }

  /** Takes a whole number of at most nine digits, such as a width in pixels. */
  int integer(byte[] name) {
    return number(name, true);
  }

  private int number(byte[] name, boolean isWhole) {
    int value = find(name);
    if (!tape.isNumber(value)) {
      return dropNull(value);
    }
    BigDecimal number = new BigDecimal(tape.source(value));
    boolean fits =
        number.scale() >= -9
            && number.scale() <= 9
            && number.precision() - number.scale() <= 9
            && !(isWhole && number.stripTrailingZeros().scale() > 0);
    if (!fits) {
      return NONE;
    }
    tape.take(value);
    return value;
  }

  /** The object of that name, from which members may be taken; what is left of it stays. */
  Members object(byte[] name) {
    int value = find(name);
    if (tape.isObject(value)) {
      tape.open(value);
    }
    return new Members(tape, value);
  }

  /** Takes an object that has members; an empty one is dropped, anything else left. */
  int filledObject(byte[] name) {
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
    return tape.isString(value) ? Timestamps.parse(tape.text(value)) : Optional.empty();
  }

  private int find(byte[] name) {
    int value = tape.member(own, name);
    return value == NONE ? tape.member(shared, name) : value;
  }

  private int dropNull(int value) {
    if (tape.isNull(value)) {
      tape.take(value);
    }
    return NONE;
  }
}
