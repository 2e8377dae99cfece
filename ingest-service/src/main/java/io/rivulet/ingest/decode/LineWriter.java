package io.rivulet.ingest.decode;

import static io.rivulet.ingest.body.JsonTape.NONE;

import io.rivulet.event.clean.CleanText;
import io.rivulet.ingest.body.JsonTape;
import io.rivulet.ingest.body.Name;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Writes the JSON line of an event, for the most part by copying the bytes that the client sent. A
 * member without a value is left out, and so is an object without members.
 */
final class LineWriter {
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};
  private static final long SECONDS_OF_DAY = 86_400;

  private byte[] line = new byte[2048];
  private int size;
  private final int[] opened = new int[8];
  private int depth;

  /** Begins a line. */
  void begin() {
    size = 0;
    depth = 0;
    put('{');
  }

  /** Begins a line as another one began. */
  void begin(byte[] beginning) {
    size = 0;
    depth = 0;
    put(beginning);
  }

  /** The line as far as it is written, for others to begin with. */
  byte[] beginning() {
    return Arrays.copyOf(line, size);
  }

  /** Ends the line. */
  byte[] end() {
    put('}');
    return Arrays.copyOf(line, size);
  }

  /** Begins an object. */
  void open(Name name) {
    opened[depth++] = size;
    name(name);
    put('{');
  }

  /** Ends the object that was begun last. */
  void close() {
    depth--;
    if (line[size - 1] == '{') {
      size = opened[depth];
    } else {
      put('}');
    }
  }

  /** Any value as it was sent, cleaned as {@link CleanText} says. */
  void value(Name name, JsonTape tape, int value) {
    if (value != NONE) {
      name(name);
      value(tape, value);
    }
  }

  /** A string or number as text, cleaned. */
  void text(Name name, JsonTape tape, int value) {
    if (value == NONE) {
      return;
    }
    name(name);
    if (tape.isNumber(value)) {
      put('"');
      copy(tape, value);
      put('"');
    } else {
      value(tape, value);
    }
  }

  /** Text that is clean. */
  void text(Name name, @Nullable String value) {
    if (value != null) {
      name(name);
      text(value);
    }
  }

  /** A text as {@link #quoted} gives it. */
  void quoted(Name name, byte @Nullable [] quoted) {
    if (quoted != null) {
      name(name);
      put(quoted);
    }
  }

  /** Clean text as it stands in a line, for what many lines repeat; null for null. */
  static byte @Nullable [] quoted(@Nullable String text) {
    return text == null
        ? null
        : ('"' + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + '"')
            .getBytes(StandardCharsets.UTF_8);
  }

  /** A whole number. */
  void number(Name name, @Nullable Long value) {
    if (value != null) {
      name(name);
      put(value.toString().getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** A time, cut to microseconds: RFC 3339 in UTC with three or six fraction digits. */
  void time(Name name, @Nullable Instant value) {
    if (value != null) {
      name(name);
      time(value);
    }
  }

  /**
   * A time that a client's text was read as. Nearly all clients write it as the line has it, with
   * three fraction digits; then it is copied.
   */
  void time(Name name, JsonTape tape, int text, Instant value) {
    name(name);
    if (isOurForm(tape, text)) {
      copy(tape, text);
    } else {
      time(value);
    }
  }

  private static boolean isOurForm(JsonTape tape, int text) {
    byte[] json = tape.json();
    int from = tape.start(text);
    return tape.isString(text)
        && tape.length(text) == "'2026-03-01T12:00:00.123Z'".length()
        && tape.isPlain(text)
        && json[from + 11] == 'T'
        && json[from + 20] == '.'
        && json[from + 24] == 'Z';
  }

  /** What was not taken out of an object, its own members and those shared with others. */
  void rest(Members members) {
    rest(members.tape(), members.own(), members.shared());
  }

  /**
   * What was not taken out of an object.
   *
   * @param own its node; anything else has no members
   * @param shared node of an object whose members count where {@code own} has none of that name
   */
  void rest(JsonTape tape, int own, int shared) {
    if (tape.isObject(own)) {
      rest(tape, own, Set.of());
    }
    if (tape.isObject(shared)) {
      rest(tape, shared, names(tape, own));
    }
  }

  /** Those of an object's members that have none of these names. */
  private void rest(JsonTape tape, int object, Set<String> but) {
    for (int name = object + 1; name < tape.after(object); name = tape.after(name + 1)) {
      int value = name + 1;
      if (tape.isTaken(value) || (!but.isEmpty() && but.contains(tape.text(name)))) {
        continue;
      }
      int mark = size;
      name(tape, name);
      if (tape.isOpened(value)) {
        put('{');
        rest(tape, value, Set.of());
        if (line[size - 1] == '{') {
          size = mark;
        } else {
          put('}');
        }
      } else {
        value(tape, value);
      }
    }
  }

  private static Set<String> names(JsonTape tape, int object) {
    if (!tape.isFilledObject(object)) {
      return Set.of();
    }
    Set<String> names = new HashSet<>();
    for (int name = object + 1; name < tape.after(object); name = tape.after(name + 1)) {
      names.add(tape.text(name));
    }
    return names;
  }

  private void name(Name name) {
    separate();
    put(name.member());
  }

  private void name(JsonTape tape, int name) {
    separate();
    value(tape, name);
    put(':');
  }

  // No value ends with an opening bracket, so what follows one is a first member.
  private void separate() {
    byte last = line[size - 1];
    if (last != '{' && last != '[') {
      put(',');
    }
  }

  private void value(JsonTape tape, int value) {
    if (tape.isClean(value)) {
      copy(tape, value);
    } else if (tape.isObject(value)) {
      put('{');
      for (int name = value + 1; name < tape.after(value); name = tape.after(name + 1)) {
        name(tape, name);
        value(tape, name + 1);
      }
      put('}');
    } else if (tape.isArray(value)) {
      put('[');
      for (int one = value + 1; one < tape.after(value); one = tape.after(one)) {
        separate();
        value(tape, one);
      }
      put(']');
    } else if (tape.isString(value)) {
      text(CleanText.clean(tape.text(value)));
    } else {
      put(NULL); // one of the numbers that are none
    }
  }

  private void text(String text) {
    put('"');
    put(JsonStringEncoder.getInstance().quoteAsUTF8(text));
    put('"');
  }

  private void time(Instant time) {
    long second = time.getEpochSecond();
    LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(second, SECONDS_OF_DAY));
    int ofDay = (int) Math.floorMod(second, SECONDS_OF_DAY);
    int micros = time.getNano() / 1000;
    put('"');
    digits(day.getYear(), 4);
    put('-');
    digits(day.getMonthValue(), 2);
    put('-');
    digits(day.getDayOfMonth(), 2);
    put('T');
    digits(ofDay / 3600, 2);
    put(':');
    digits(ofDay / 60 % 60, 2);
    put(':');
    digits(ofDay % 60, 2);
    put('.');
    if (micros % 1000 == 0) {
      digits(micros / 1000, 3);
    } else {
      digits(micros, 6);
    }
    put('Z');
    put('"');
  }

  private void digits(int number, int width) {
    ensure(width);
    int rest = number;
    for (int i = size + width - 1; i >= size; i--) {
      line[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += width;
  }

  private void copy(JsonTape tape, int value) {
    int length = tape.length(value);
    ensure(length);
    System.arraycopy(tape.json(), tape.start(value), line, size, length);
    size += length;
  }

  private void put(byte[] bytes) {
    ensure(bytes.length);
    System.arraycopy(bytes, 0, line, size, bytes.length);
    size += bytes.length;
  }

  private void put(char ascii) {
    ensure(1);
    line[size++] = (byte) ascii;
  }

  private void ensure(int more) {
    if (size + more > line.length) {
      line = Arrays.copyOf(line, Math.max(2 * line.length, size + more));
    }
  }
}
