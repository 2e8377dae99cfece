package io.rivulet.etl.ownmodel;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a process writes, read as it comes: the beginning and the end of it, and the latest value of
 * each metric in it, also in what is not kept.
 */
final class CapturedOutput {
  /** Characters of the beginning that are kept. */
  private static final int HEAD = 16 << 10;

  /** Characters of the end that are kept. */
  private static final int TAIL = 48 << 10;

  /** Characters after which a line goes on as another one. */
  static final int LONGEST_LINE = 4_096;

  private final Map<String, Pattern> patterns;
  private final Map<String, Double> metrics = new LinkedHashMap<>();
  private final StringBuilder head = new StringBuilder();
  private final Deque<String> tail = new ArrayDeque<>();
  private int tailLength;
  private long leftOut;

  /**
   * @param patterns with one group, by the metric's name
   */
  CapturedOutput(Map<String, Pattern> patterns) {
    this.patterns = Map.copyOf(patterns);
  }

  /** Reads until the end, or until the stream is closed. */
  void read(InputStream stream) {
    StringBuilder line = new StringBuilder();
    try (Reader in = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
      char[] buffer = new char[8_192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        for (int i = 0; i < n; i++) {
          // Progress bars begin their line again and again.
          boolean isEnd = buffer[i] == '\n' || buffer[i] == '\r';
          if (!isEnd) {
            // PostgreSQL keeps no text with it.
            line.append(buffer[i] == '\0' ? '\uFFFD' : buffer[i]);
          }
          if (isEnd || line.length() == LONGEST_LINE) {
            add(line.toString());
            line.setLength(0);
          }
        }
      }
    } catch (IOException e) {
      // It was closed, because whoever held it open was not to be waited for.
    }
    add(line.toString());
  }

  /** Takes a line; of an empty one nothing is kept. */
  synchronized void add(String line) {
    if (line.isEmpty()) {
      return;
    }
    patterns.forEach(
        (name, pattern) -> {
          Double value = last(pattern.matcher(line));
          if (value != null) {
            metrics.put(name, value);
          }
        });
    if (leftOut == 0 && tail.isEmpty() && head.length() + line.length() < HEAD) {
      head.append(line).append('\n');
      return;
    }
    tail.add(line);
    tailLength += line.length() + 1;
    while (tailLength > TAIL) {
      tailLength -= tail.remove().length() + 1;
      leftOut++;
    }
  }

  /** The last group that is a number; null where none is. */
  private static @Nullable Double last(Matcher matcher) {
    Double last = null;
    while (matcher.find()) {
      Double value = number(matcher.group(1));
      last = value == null ? last : value;
    }
    return last;
  }

  private static @Nullable Double number(@Nullable String text) {
    try {
      return text == null || !Double.isFinite(Double.parseDouble(text))
          ? null
          : Double.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** The latest value of each metric that there was. */
  synchronized Map<String, Double> metrics() {
    return Map.copyOf(metrics);
  }

  /** Lines that are not kept. */
  synchronized long leftOut() {
    return leftOut;
  }

  /** The beginning and the end, and between them how many lines are left out. */
  synchronized String text() {
    return head
        + (leftOut == 0 ? "" : "... " + leftOut + " lines left out ...\n")
        + (tail.isEmpty() ? "" : String.join("\n", tail) + "\n");
  }
}
