package io.rivulet.sessionizer.useragent;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.BoundedText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.databind.JsonNode;

class RequiredTextProperties {
  private static final Pattern WORDS = Pattern.compile("[A-Za-z0-9]+");
  private static final List<FilteredPattern> PATTERNS = patterns();
  private static final List<String> PIECES = pieces();

  private static List<FilteredPattern> patterns() {
    List<FilteredPattern> known = new ArrayList<>();
    for (JsonNode file : PatternList.shipped()) {
      for (JsonNode kind : file) {
        for (JsonNode pattern : kind) {
          boolean ignoringCase = pattern.has("regex_flag");
          String regex = pattern.get("regex").asString();
          known.add(FilteredPattern.of(regex, ignoringCase));
        }
      }
    }
    return known;
  }

  /** Words, numbers and separators of the patterns themselves, so that many are found. */
  private static List<String> pieces() {
    List<String> pieces = new ArrayList<>(List.of(" ", "; ", "/", "-", "_", "(", ")", "1", "12.3"));
    for (FilteredPattern known : PATTERNS) {
      WORDS
          .matcher(known.pattern().pattern())
          .results()
          .map(MatchResult::group)
          .forEach(pieces::add);
    }
    return pieces;
  }

  @Provide
  Arbitrary<String> userAgents() {
    return Arbitraries.of(PIECES)
        .list()
        .ofMinSize(1)
        .ofMaxSize(25)
        .map(pieces -> String.join("", pieces));
  }

  @Property(tries = 300)
  void no_pattern_that_is_found_is_ruled_out(@ForAll("userAgents") String userAgent) {
    for (String text : List.of(userAgent, Trigrams.lower(userAgent))) {
      Trigrams trigrams = new Trigrams(text);
      for (FilteredPattern known : PATTERNS) {
        if (!known.required().isPossibleIn(trigrams)) {
          assertThat(isFound(known.pattern(), text))
              .as("%s in %s", known.pattern(), text)
              .isFalse();
        }
      }
    }
  }

  private static boolean isFound(Pattern pattern, String text) {
    try {
      return pattern.matcher(new BoundedText(text, 100_000)).find();
    } catch (BoundedText.TooManySteps e) {
      return false;
    }
  }

  @Example
  void most_patterns_are_ruled_out_for_a_common_user_agent() {
    Trigrams trigrams =
        new Trigrams(
            "Mozilla/5.0 (Linux; Android 13; SM-G991B) AppleWebKit/537.36 (KHTML, like Gecko)"
                + " Chrome/112.0.0.0 Mobile Safari/537.36");

    assertThat(PATTERNS.stream().filter(known -> known.required().isPossibleIn(trigrams)).count())
        .isLessThan(PATTERNS.size() / 10);
  }

  @Example
  void the_parts_of_an_expression_are_required_as_far_as_they_must_be_there() {
    RequiredText required =
        RequiredText.of("(Nokia|Lumia)(?: Pro)? ?[Ss]eries\\d+|^Fire(?!fox)", false);

    assertThat(required.isPossibleIn(new Trigrams("a Nokia Series9"))).isTrue();
    assertThat(required.isPossibleIn(new Trigrams("a Lumia series9"))).isTrue();
    assertThat(required.isPossibleIn(new Trigrams("Fire TV"))).isTrue();
    assertThat(required.isPossibleIn(new Trigrams("a Nokia Pro 9"))).isFalse();
    assertThat(required.isPossibleIn(new Trigrams("a Series9"))).isFalse();
  }
}
