package io.rivulet.sessionizer.enrich;

import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The language of a locale: {@code de} of {@code de-AT}, {@code de_AT.UTF-8@euro} and {@code de},
 * {@code zh} of {@code zh-Hant-TW}; nothing of {@code C}, {@code POSIX}, {@code und} and junk.
 */
final class LanguageStep {
  // BCP 47, POSIX, and the first of an Accept-Language header.
  private static final Pattern LOCALE = Pattern.compile("([A-Za-z]{2,3})(?:[-_.@,;].*)?");
  private static final Set<String> OF_TWO_LETTERS = Set.of(Locale.getISOLanguages());

  /** What old systems, Android's among them, still say for Hebrew, Indonesian and Yiddish. */
  private static final Map<String, String> RENAMED = Map.of("iw", "he", "in", "id", "ji", "yi");

  /** ISO 639's for "undetermined", "several", "not coded" and "no language". */
  private static final Set<String> NO_LANGUAGE = Set.of("und", "mul", "mis", "zxx");

  private LanguageStep() {}

  static Event apply(Event event) {
    String locale = event.locale();
    String language = event.language() != null || locale == null ? null : language(locale);
    return language == null ? event : EventBuilder.builder(event).language(language).build();
  }

  private static @Nullable String language(String locale) {
    Matcher m = LOCALE.matcher(locale.strip());
    if (!m.matches()) {
      return null;
    }
    String said = m.group(1).toLowerCase(Locale.ROOT);
    String language = RENAMED.getOrDefault(said, said);
    return language.length() == 2
        ? (OF_TWO_LETTERS.contains(language) ? language : null)
        : (NO_LANGUAGE.contains(language) ? null : language);
  }
}
