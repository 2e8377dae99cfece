package io.rivulet.sessionizer.enrich;

import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The language of a locale: {@code de} of {@code de-AT}, {@code de_AT} and {@code de}. */
final class LanguageStep {
  private static final Pattern LANGUAGE = Pattern.compile("([A-Za-z]{2,3})([-_.@].*)?");

  private LanguageStep() {}

  static Event apply(Event event) {
    String locale = event.locale();
    if (event.language() != null || locale == null) {
      return event;
    }
    Matcher m = LANGUAGE.matcher(locale.strip());
    return m.matches()
        ? EventBuilder.builder(event).language(m.group(1).toLowerCase(Locale.ROOT)).build()
        : event;
  }
}
