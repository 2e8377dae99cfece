package io.rivulet.standalone.compare;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Something that two sources can agree or disagree on. */
sealed interface Figure {

  /** For the table: short. */
  String show();

  /** One number; 1.0 equals 1. */
  record Amount(BigDecimal value) implements Figure {
    public Amount {
      value = plain(value);
    }

    static Amount of(long value) {
      return new Amount(BigDecimal.valueOf(value));
    }

    @Override
    public String show() {
      return value.toPlainString();
    }
  }

  /** One text. */
  record Text(String value) implements Figure {
    @Override
    public String show() {
      return value;
    }
  }

  /** A number for each key. */
  record PerKey(SortedMap<String, BigDecimal> values) implements Figure {
    public PerKey {
      SortedMap<String, BigDecimal> copy = new TreeMap<>();
      values.forEach((key, value) -> copy.put(key, plain(value)));
      values = Collections.unmodifiableSortedMap(copy);
    }

    static PerKey of(Map<?, ? extends Number> counts) {
      SortedMap<String, BigDecimal> values = new TreeMap<>();
      counts.forEach((key, n) -> values.put(key.toString(), new BigDecimal(n.toString())));
      return new PerKey(values);
    }

    /** The same without the keys whose number is 0. */
    PerKey withoutZeros() {
      SortedMap<String, BigDecimal> kept = new TreeMap<>(values);
      kept.values().removeIf(value -> value.signum() == 0);
      return new PerKey(kept);
    }

    @Override
    public String show() {
      BigDecimal sum = values.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
      return String.format(Locale.ROOT, "%d, sum %s", values.size(), sum.toPlainString());
    }

    /** The keys on which the two differ, in order, each with both numbers; at most {@code most}. */
    static List<String> differences(
        PerKey one, String oneName, PerKey other, String otherName, int most) {
      Set<String> keys = new TreeSet<>(one.values.keySet());
      keys.addAll(other.values.keySet());
      List<String> lines = new ArrayList<>();
      for (String key : keys) {
        BigDecimal a = one.values.get(key);
        BigDecimal b = other.values.get(key);
        if (lines.size() < most && (a == null || b == null || a.compareTo(b) != 0)) {
          lines.add(
              String.format(
                  Locale.ROOT,
                  "%s: %s %s, %s %s",
                  key,
                  oneName,
                  a == null ? "none" : a.toPlainString(),
                  otherName,
                  b == null ? "none" : b.toPlainString()));
        }
      }
      return lines;
    }
  }

  private static BigDecimal plain(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
