package io.rivulet.event.clean;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What counts as an id. */
public final class Ids {
  /**
   * Longest id and longest name in characters: with up to four bytes each they still fit an index
   * of the reporting database.
   */
  public static final int MAX_LENGTH = 512;

  // What programs write when they have no id.
  private static final Set<String> JUNK = Set.of("null", "undefined", "NaN", "[object Object]");

  private Ids() {}

  /**
   * The id, clean. Null for what stands for no id: blank text, {@code null}, {@code undefined},
   * {@code NaN}, {@code [object Object]}.
   */
  public static @Nullable String of(@Nullable String text) {
    return text == null || text.isBlank() || JUNK.contains(text.strip())
        ? null
        : CleanText.clean(text);
  }
}
