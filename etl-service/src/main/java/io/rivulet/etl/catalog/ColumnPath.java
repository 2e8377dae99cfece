package io.rivulet.etl.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The place of a value in an event: {@code properties.items[].price} is the price in each element
 * of the items, {@code properties.scores{}} each value of an object that is used as a map. Names
 * other than of letters, digits, spaces and {@code _ - $} are quoted: {@code properties."a.b"}.
 */
record ColumnPath(List<Step> steps) {

  /** One step down: into a member of a name, the elements of an array or the values of a map. */
  record Step(Kind kind, String name) {}

  /** What a step leads into. */
  enum Kind {
    MEMBER,
    ELEMENT,
    VALUE
  }

  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_$ -]+");
  private static final Step ELEMENT = new Step(Kind.ELEMENT, "[]");
  private static final Step VALUE = new Step(Kind.VALUE, "{}");

  ColumnPath {
    steps = List.copyOf(steps);
  }

  static ColumnPath of(String root) {
    return new ColumnPath(List.of(new Step(Kind.MEMBER, root)));
  }

  ColumnPath member(String name) {
    return with(new Step(Kind.MEMBER, name));
  }

  ColumnPath element() {
    return with(ELEMENT);
  }

  ColumnPath value() {
    return with(VALUE);
  }

  private ColumnPath with(Step step) {
    List<Step> longer = new ArrayList<>(steps);
    longer.add(step);
    return new ColumnPath(longer);
  }

  /** Whether it leads to one value of an event, not to several. */
  boolean isSingle() {
    return steps.stream().allMatch(s -> s.kind() == Kind.MEMBER);
  }

  /** The path as {@link #toString} writes it, read back. */
  static ColumnPath parse(String text) {
    List<Step> steps = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (text.startsWith("[]", at)) {
        steps.add(ELEMENT);
        at += 2;
      } else if (text.startsWith("{}", at)) {
        steps.add(VALUE);
        at += 2;
      } else if (c == '.') {
        at++;
      } else if (c == '"') {
        StringBuilder name = new StringBuilder();
        at++;
        while (!(text.charAt(at) == '"' && !text.startsWith("\"\"", at))) {
          name.append(text.charAt(at));
          at += text.charAt(at) == '"' ? 2 : 1;
        }
        at++;
        steps.add(new Step(Kind.MEMBER, name.toString()));
      } else {
        int end = at;
        while (end < text.length() && ".[{".indexOf(text.charAt(end)) < 0) {
          end++;
        }
        steps.add(new Step(Kind.MEMBER, text.substring(at, end)));
        at = end;
      }
    }
    return new ColumnPath(steps);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Step step : steps) {
      if (step.kind() != Kind.MEMBER) {
        text.append(step.name());
        continue;
      }
      if (!text.isEmpty()) {
        text.append('.');
      }
      text.append(
          PLAIN.matcher(step.name()).matches()
              ? step.name()
              : '"' + step.name().replace("\"", "\"\"") + '"');
    }
    return text.toString();
  }
}
