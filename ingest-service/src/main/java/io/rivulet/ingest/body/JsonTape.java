package io.rivulet.ingest.body;

import io.rivulet.event.EventJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A JSON text as the flat list of its values, each with the place of its bytes: enough to look
 * around in it and to copy parts of it, without a tree. It is made in one pass, which checks the
 * syntax of the whole (RFC 8259; bare {@code NaN}, {@code Infinity} and {@code -Infinity} are let
 * through).
 *
 * <p>A value is told by its node, a number from {@link #ROOT} on. Nodes stand in the order of the
 * text: behind an object come its members' names and values in turn, so that {@code
 * {"a":[1],"b":2}} is {@code 0:object 1:"a" 2:array 3:1 4:"b" 5:2}, and the members of an object
 * {@code o} are walked by
 *
 * <pre>{@code
 * for (int name = o + 1; name < tape.after(o); name = tape.after(name + 1)) ... // value: name + 1
 * }</pre>
 *
 * <p>Members can be marked as taken, see {@link #take}; apart from that a tape does not change.
 * Used by one thread at a time.
 */
public final class JsonTape {
  /** The node of the whole text. */
  public static final int ROOT = 0;

  /** The node of what is not there. */
  public static final int NONE = -1;

  /** Deepest nesting of a text; no event of the default size can be deeper. */
  static final int MAX_DEPTH = 20_000;

  // Of the JSON that EventJson reads: an exponent that a BigDecimal can have, a name of that
  // length.
  private static final int MAX_EXPONENT_DIGITS = 9;
  private static final int MAX_NAME_BYTES = 50_000;

  private static final int KIND = 7;
  private static final int OBJECT = 0;
  private static final int ARRAY = 1;
  private static final int STRING = 2;
  private static final int NUMBER = 3;
  private static final int BOOLEAN = 4;
  private static final int NULL = 5;

  // A string with a backslash.
  private static final int ESCAPED = 1 << 3;
  // Has something in it that must not be copied as it is.
  private static final int UNCLEAN = 1 << 4;
  // Has something in it that EventJson does not read.
  private static final int UNREADABLE = 1 << 5;
  private static final int TAKEN = 1 << 6;
  private static final int OPENED = 1 << 7;

  // A node takes so many places: where it begins, where it has ended, the node after it, its bits.
  private static final int WIDTH = 4;
  private static final int END = 1;
  private static final int AFTER = 2;
  private static final int BITS = 3;

  // Among a node's bits, above its traits: levels of a container, or which known name a name is.
  private static final int HEIGHT_SHIFT = 8;

  private final byte[] json;
  private int[] nodes;
  private int size;

  /** A text that is not JSON. */
  public static final class NotJsonException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int offset;

    NotJsonException(int offset) {
      super("syntax error", null, false, false);
      this.offset = offset;
    }

    /** Place of the first byte that cannot be, from 0; the length of the text if it ends early. */
    public int offset() {
      return offset;
    }
  }

  /**
   * Takes a text apart.
   *
   * @param json well-formed UTF-8; must not be changed afterwards
   * @throws NotJsonException when it is not one JSON value, or one nested deeper than 20,000 levels
   */
  public static JsonTape of(byte[] json) throws NotJsonException {
    JsonTape tape = new JsonTape(json);
    tape.new Scan().run();
    return tape;
  }

  private JsonTape(byte[] json) {
    this.json = json;
    // Typical events have a value or name every dozen bytes.
    this.nodes = new int[WIDTH * (16 + json.length / 10)];
  }

  /** The bytes that the nodes are places in. */
  public byte[] json() {
    return json;
  }

  /** Where the value begins, strings with their quotes. */
  public int start(int node) {
    return nodes[WIDTH * node];
  }

  /** Where the value has ended. */
  public int end(int node) {
    return nodes[WIDTH * node + END];
  }

  /** Bytes of the value. */
  public int length(int node) {
    return end(node) - start(node);
  }

  /** The node that comes when the value, with all that is in it, is over. */
  public int after(int node) {
    return nodes[WIDTH * node + AFTER];
  }

  /** Whether it is there and an object. */
  public boolean isObject(int node) {
    return is(node, OBJECT);
  }

  /** Whether it is there and an object with members. */
  public boolean isFilledObject(int node) {
    return is(node, OBJECT) && after(node) > node + 1;
  }

  /** Whether it is there and an array. */
  public boolean isArray(int node) {
    return is(node, ARRAY);
  }

  /** Whether it is there and a string. */
  public boolean isString(int node) {
    return is(node, STRING);
  }

  /** Whether it is there and a number. */
  public boolean isNumber(int node) {
    return is(node, NUMBER);
  }

  /** Whether it is there and null, or one of the numbers that are none. */
  public boolean isNull(int node) {
    return is(node, NULL);
  }

  private boolean is(int node, int kind) {
    return node != NONE && (bits(node) & KIND) == kind;
  }

  private int bits(int node) {
    return nodes[WIDTH * node + BITS];
  }

  /** Whether the bytes of a string stand for themselves. */
  public boolean isPlain(int node) {
    return (bits(node) & ESCAPED) == 0;
  }

  /**
   * Whether the value can be copied as it is: it has no NUL, half character, {@code NaN} or line
   * break in it.
   */
  public boolean isClean(int node) {
    return (bits(node) & UNCLEAN) == 0;
  }

  /** Whether {@link EventJson} reads all numbers and names in it. */
  public boolean isReadable(int node) {
    return (bits(node) & UNREADABLE) == 0;
  }

  /** Levels of objects and arrays, as far as 127; 0 for a scalar. */
  public int height(int node) {
    return bits(node) >>> HEIGHT_SHIFT;
  }

  /**
   * The text of a string, escapes resolved, or the characters of any other value as they stand. May
   * have NULs and half characters.
   */
  public String text(int node) {
    if (!isString(node)) {
      return source(node);
    }
    return isPlain(node)
        ? new String(json, start(node) + 1, length(node) - 2, StandardCharsets.UTF_8)
        : EventJson.mapper().readValue(json, start(node), length(node), String.class);
  }

  /** Whether it is a string that, as it stands, is that ASCII text. */
  public boolean isText(int node, String ascii) {
    int length = ascii.length();
    if (!isString(node) || length(node) != length + 2) {
      return false;
    }
    int from = start(node) + 1;
    for (int i = 0; i < length; i++) {
      if (json[from + i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The value as it stands in the text. */
  public String source(int node) {
    return new String(json, start(node), length(node), StandardCharsets.UTF_8);
  }

  /** The value of an object's member; of several with that name the last. */
  public int member(int object, Name name) {
    int found = NONE;
    int known = name.mark();
    if (isObject(object)) {
      int end = after(object);
      for (int n = object + 1; n < end; n = after(n + 1)) {
        if (height(n) == known) {
          found = last(found, n + 1);
        }
      }
    }
    return found;
  }

  /**
   * Finds the values of all of an object's members with known names in one walk.
   *
   * @param values is given them, by {@link Name#mark}; what it has of other names stays
   */
  public void members(int object, int[] values) {
    if (isObject(object)) {
      int end = after(object);
      for (int n = object + 1; n < end; n = after(n + 1)) {
        int known = height(n);
        if (known != 0) {
          int before = values[known];
          values[known] = last(before > object && before < end ? before : NONE, n + 1);
        }
      }
    }
  }

  // Of two members of one name. Whoever takes the last one has taken them all.
  private int last(int found, int value) {
    if (found != NONE) {
      take(found);
    }
    return value;
  }

  /** Marks a member's value as taken out of its object. */
  public void take(int value) {
    nodes[WIDTH * value + BITS] |= TAKEN;
  }

  /** Whether a member's value was taken. */
  public boolean isTaken(int value) {
    return (bits(value) & TAKEN) != 0;
  }

  /** Marks an object from which members are taken. */
  public void open(int object) {
    nodes[WIDTH * object + BITS] |= OPENED;
  }

  /** Whether members may have been taken from an object. */
  public boolean isOpened(int object) {
    return (bits(object) & OPENED) != 0;
  }

  /** Puts back what was taken from a value and from those in it. */
  public void restore(int node) {
    for (int n = node; n < after(node); n++) {
      nodes[WIDTH * n + BITS] &= ~(TAKEN | OPENED);
    }
  }

  /** The pass over the text. */
  private final class Scan {
    private int[] open = new int[32];
    private int depth;
    private int at;

    void run() throws NotJsonException {
      skipSpace();
      value();
      while (depth > 0) {
        int container = open[depth - 1];
        boolean isObject = is(container, OBJECT);
        byte next = byteAt();
        if (next == (isObject ? '}' : ']')) {
          at++;
          close(container);
        } else if (next == ',') {
          at++;
          skipSpace();
          if (isObject) {
            name();
          }
          value();
        } else {
          throw new NotJsonException(at);
        }
      }
      if (at < json.length) {
        throw new NotJsonException(at);
      }
    }

    /** One scalar, or the beginning of an object or array as far as its first scalar. */
    private void value() throws NotJsonException {
      while (true) {
        byte first = byteAt();
        if (first == '{' || first == '[') {
          boolean isObject = first == '{';
          open(isObject ? OBJECT : ARRAY);
          at++;
          skipSpace();
          if (byteAt() == (isObject ? '}' : ']')) {
            at++;
            close(open[depth - 1]);
            return;
          }
          if (isObject) {
            name();
          }
        } else {
          scalar(first);
          skipSpace();
          return;
        }
      }
    }

    private void name() throws NotJsonException {
      if (byteAt() != '"') {
        throw new NotJsonException(at);
      }
      int node = string();
      nodes[WIDTH * node + BITS] |= known(node) << HEIGHT_SHIFT;
      if (length(node) > MAX_NAME_BYTES) {
        add(node, UNREADABLE);
      }
      skipSpace();
      if (byteAt() != ':') {
        throw new NotJsonException(at);
      }
      at++;
      skipSpace();
    }

    /** The mark of a {@link Name}; 0 of any other name. */
    private int known(int node) {
      Name name;
      if (isPlain(node)) {
        name = Name.of(json, start(node) + 1, end(node) - 1);
      } else {
        byte[] text = text(node).getBytes(StandardCharsets.UTF_8);
        name = Name.of(text, 0, text.length);
      }
      return name == null ? 0 : name.mark();
    }

    private void scalar(byte first) throws NotJsonException {
      switch (first) {
        case '"' -> string();
        case 't' -> word("true", BOOLEAN);
        case 'f' -> word("false", BOOLEAN);
        case 'n' -> word("null", NULL);
        case 'N' -> word("NaN", NULL | UNCLEAN);
        case 'I' -> word("Infinity", NULL | UNCLEAN);
        default -> {
          if (first == '-' && at + 1 < json.length && json[at + 1] == 'I') {
            word("-Infinity", NULL | UNCLEAN);
          } else {
            number();
          }
        }
      }
    }

    private void word(String word, int traits) throws NotJsonException {
      int from = at;
      for (int i = 0; i < word.length(); i++, at++) {
        if (at >= json.length || json[at] != word.charAt(i)) {
          throw new NotJsonException(at);
        }
      }
      leaf(from, traits);
    }

    private int string() throws NotJsonException {
      int from = at++;
      int traits = STRING;
      while (true) {
        skipOrdinary();
        byte c = byteAt();
        if (c == '"') {
          at++;
          return leaf(from, traits);
        }
        if (c == '\\') {
          traits |= escape();
        } else if (c >= 0 && c < ' ') {
          throw new NotJsonException(at);
        } else {
          at++;
        }
      }
    }

    /** Passes over bytes that neither end a string nor mean anything in it, eight at a time. */
    private void skipOrdinary() {
      int last = json.length - Long.BYTES;
      while (at <= last) {
        int ordinary = EightBytes.firstSpecial(EightBytes.at(json, at));
        at += ordinary;
        if (ordinary < Long.BYTES) {
          return;
        }
      }
    }

    private int escape() throws NotJsonException {
      at++;
      switch (byteAt()) {
        case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
          at++;
          return ESCAPED;
        }
        case 'u' -> {
          int unit = hex();
          if (Character.isHighSurrogate((char) unit)
              && at + 1 < json.length
              && json[at] == '\\'
              && json[at + 1] == 'u') {
            int mark = at++;
            if (Character.isLowSurrogate((char) hex())) {
              return ESCAPED;
            }
            at = mark; // not its other half: has its own turn
          }
          return unit == 0 || Character.isSurrogate((char) unit) ? ESCAPED | UNCLEAN : ESCAPED;
        }
        default -> throw new NotJsonException(at);
      }
    }

    /** The four digits behind a {@code u}. */
    private int hex() throws NotJsonException {
      int unit = 0;
      for (int i = 0; i < 4; i++) {
        at++;
        int digit = Character.digit(byteAt(), 16);
        if (digit < 0) {
          throw new NotJsonException(at);
        }
        unit = unit << 4 | digit;
      }
      at++;
      return unit;
    }

    private void number() throws NotJsonException {
      int from = at;
      int traits = NUMBER;
      if (byteAt() == '-') {
        at++;
      }
      if (byteAt() == '0') {
        at++;
      } else {
        digits();
      }
      if (at < json.length && json[at] == '.') {
        at++;
        digits();
      }
      if (at < json.length && (json[at] == 'e' || json[at] == 'E')) {
        at++;
        if (byteAt() == '+' || json[at] == '-') {
          at++;
        }
        int exponent = at;
        digits();
        if (at - exponent > MAX_EXPONENT_DIGITS) {
          traits |= UNREADABLE;
        }
      }
      if (at - from > EventJson.MAX_NUMBER_LENGTH) {
        traits |= UNREADABLE;
      }
      leaf(from, traits);
    }

    private void digits() throws NotJsonException {
      int from = at;
      while (at < json.length && json[at] >= '0' && json[at] <= '9') {
        at++;
      }
      if (at == from) {
        throw new NotJsonException(at);
      }
    }

    private byte byteAt() throws NotJsonException {
      if (at >= json.length) {
        throw new NotJsonException(at);
      }
      return json[at];
    }

    private void skipSpace() {
      if (at >= json.length || json[at] > ' ') {
        return; // in what programs send there is none
      }
      boolean hasBreak = false;
      while (at < json.length) {
        byte c = json[at];
        if (c == '\n' || c == '\r') {
          hasBreak = true;
        } else if (c != ' ' && c != '\t') {
          break;
        }
        at++;
      }
      if (hasBreak && depth > 0) {
        add(open[depth - 1], UNCLEAN);
      }
    }

    private void open(int kind) throws NotJsonException {
      if (depth == MAX_DEPTH) {
        throw new NotJsonException(at);
      }
      if (depth == open.length) {
        open = Arrays.copyOf(open, 2 * depth);
      }
      open[depth++] = node(at, kind);
    }

    private void close(int container) {
      int height = Math.min(height(container) + 1, Byte.MAX_VALUE);
      nodes[WIDTH * container + END] = at;
      nodes[WIDTH * container + AFTER] = size;
      setHeight(container, height);
      depth--;
      if (depth > 0) {
        int parent = open[depth - 1];
        add(parent, bits(container));
        setHeight(parent, Math.max(height(parent), height));
      }
      skipSpace();
    }

    private void setHeight(int container, int height) {
      int place = WIDTH * container + BITS;
      nodes[place] = (nodes[place] & ((1 << HEIGHT_SHIFT) - 1)) | (height << HEIGHT_SHIFT);
    }

    private int leaf(int from, int traits) {
      int node = node(from, traits);
      nodes[WIDTH * node + END] = at;
      nodes[WIDTH * node + AFTER] = size;
      if (depth > 0) {
        add(open[depth - 1], traits);
      }
      return node;
    }

    /** What is true of a part is true of the whole. */
    private void add(int container, int ofPart) {
      nodes[WIDTH * container + BITS] |= ofPart & (UNCLEAN | UNREADABLE);
    }

    private int node(int from, int traits) {
      int place = WIDTH * size;
      if (place == nodes.length) {
        nodes = Arrays.copyOf(nodes, 2 * place);
      }
      nodes[place] = from;
      nodes[place + BITS] = traits;
      return size++;
    }
  }
}
