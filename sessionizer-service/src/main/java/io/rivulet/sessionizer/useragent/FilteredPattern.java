package io.rivulet.sessionizer.useragent;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A regular expression that is only tried on texts that have what it requires. */
record FilteredPattern(Pattern pattern, RequiredText required) {

  static FilteredPattern of(String regex, boolean ignoringCase) {
    return new FilteredPattern(
        Pattern.compile(regex, ignoringCase ? Pattern.CASE_INSENSITIVE : 0),
        RequiredText.of(regex, ignoringCase));
  }

  /**
   * The first place at which it is found; null when it is not.
   *
   * @param trigrams of the same text
   */
  @Nullable Matcher find(CharSequence text, Trigrams trigrams) {
    if (!required.isPossibleIn(trigrams)) {
      return null;
    }
    Matcher m = pattern.matcher(text);
    return m.find() ? m : null;
  }
}
