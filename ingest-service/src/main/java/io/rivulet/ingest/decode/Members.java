package io.rivulet.ingest.decode;

import io.rivulet.ingest.clean.Ids;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An object's members, of which the known ones are taken out, so that what is left over can be kept
 * as it came. A member that does not fit what is asked of it (a width that is no number) is not
 * taken and so is not lost. Works on a copy.
 */
final class Members {
  private final ObjectNode rest = JsonNodeFactory.instance.objectNode();

  /** Of an object; of anything else no members. */
  Members(@Nullable JsonNode object) {
    if (object instanceof ObjectNode node) {
      rest.setAll(node);
    }
  }

  /** Takes any value; null when absent or JSON null. */
  @Nullable JsonNode take(String name) {
    JsonNode value = rest.remove(name);
    return value == null || value.isNull() ? null : value;
  }

  /** Looks without taking; null when absent or JSON null. */
  @Nullable JsonNode peek(String name) {
    JsonNode value = rest.get(name);
    return value == null || value.isNull() ? null : value;
  }

  /** Takes text that is not blank; numbers become text, digit for digit. */
  @Nullable String text(String name) {
    JsonNode value = peek(name);
    boolean fits =
        value != null && (value.isString() ? !value.stringValue().isBlank() : value.isNumber());
    if (!fits) {
      dropNull(name);
      return null;
    }
    return rest.remove(name).asString();
  }

  /** Takes an id, see {@link Ids}. Junk that stands for no id is dropped. */
  @Nullable String id(String name) {
    JsonNode value = peek(name);
    if (value == null || value.isString() || value.isNumber()) {
      rest.remove(name);
      return Ids.of(value);
    }
    return null;
  }

  /** Takes a whole number of at most nine digits, such as a width in pixels. */
  @Nullable Integer integer(String name) {
    BigDecimal number = smallNumber(name);
    if (number == null || number.stripTrailingZeros().scale() > 0) {
      return null;
    }
    rest.remove(name);
    return number.intValueExact();
  }

  /** Takes a number of at most nine digits before and nine behind the point. */
  @Nullable Double decimal(String name) {
    BigDecimal number = smallNumber(name);
    if (number == null) {
      return null;
    }
    rest.remove(name);
    return number.doubleValue();
  }

  private @Nullable BigDecimal smallNumber(String name) {
    JsonNode value = peek(name);
    if (value == null || !value.isNumber()) {
      dropNull(name);
      return null;
    }
    BigDecimal number = value.decimalValue();
    boolean isSmall =
        number.scale() >= -9 && number.scale() <= 9 && number.precision() - number.scale() <= 9;
    return isSmall ? number : null;
  }

  /** Takes the object of that name; {@link #putBack} returns what is left of it. */
  Members object(String name) {
    return new Members(rest.get(name) instanceof ObjectNode ? rest.remove(name) : null);
  }

  /** Returns what was not taken out of an object. */
  void putBack(String name, Members object) {
    if (!object.rest.isEmpty()) {
      rest.set(name, object.rest);
    }
  }

  /** Adds a member unless the value is null. */
  void put(String name, @Nullable JsonNode value) {
    if (value != null) {
      rest.set(name, value);
    }
  }

  /** Takes an object that has members; an empty one is dropped, anything else left. */
  @Nullable JsonNode filledObject(String name) {
    if (!(rest.get(name) instanceof ObjectNode)) {
      dropNull(name);
      return null;
    }
    JsonNode object = rest.remove(name);
    return object.isEmpty() ? null : object;
  }

  /** All that was not taken; null when nothing is left. */
  @Nullable JsonNode rest() {
    return rest.isEmpty() ? null : rest;
  }

  private void dropNull(String name) {
    if (rest.get(name) != null && rest.get(name).isNull()) {
      rest.remove(name);
    }
  }
}
