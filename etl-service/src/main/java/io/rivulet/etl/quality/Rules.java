package io.rivulet.etl.quality;

import io.rivulet.etl.quality.Rule.Level;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.glue.dqdl.exception.InvalidDataQualityRulesetException;
import software.amazon.glue.dqdl.model.DQRule;
import software.amazon.glue.dqdl.model.DQRuleset;
import software.amazon.glue.dqdl.parser.DQDLParser;

/**
 * The rules of one dataset.
 *
 * @param origin the file that they come from, for people
 * @param text the file's content
 */
record Rules(String dataset, String origin, String text, List<Rule> rules) {
  /** Most rules of a dataset; each may cost a scan of it. */
  private static final int MOST = 200;

  /** A ruleset without rules, which DQDL's parser refuses. */
  private static final Pattern NO_RULES =
      Pattern.compile("(?:\\s|#[^\n]*\n)*Rules\\s*=\\s*\\[(?:\\s|#[^\n]*\n)*\\]\\s*");

  /** The one tag that a rule may carry: {@code with level = "warn"}. */
  private static final String LEVEL = "level";

  /**
   * Reads DQDL.
   *
   * @throws InvalidRulesException when it is none, or uses what is not supported
   */
  static Rules parse(String dataset, String origin, String text) {
    if (NO_RULES.matcher(text).matches()) {
      return new Rules(dataset, origin, text, List.of());
    }
    DQRuleset ruleset;
    try {
      ruleset = new DQDLParser().parse(text);
    } catch (InvalidDataQualityRulesetException | RuntimeException e) {
      // The parser has an exception of its own, but others leave it too.
      throw new InvalidRulesException(origin, String.valueOf(e.getMessage()));
    }
    if (!ruleset.getAnalyzers().isEmpty()) {
      throw new InvalidRulesException(origin, "analyzers are not supported");
    }
    if (ruleset.getRules().size() > MOST) {
      throw new InvalidRulesException(
          origin, "it has " + ruleset.getRules().size() + " rules; " + MOST + " is the most");
    }
    List<Rule> rules =
        ruleset.getRules().stream()
            .map(
                rule -> {
                  requireSupported(origin, rule);
                  return new Rule(rule, level(origin, rule));
                })
            .toList();
    return new Rules(dataset, origin, text, rules);
  }

  private static void requireSupported(String origin, DQRule rule) {
    if (Rule.isComposed(rule)) {
      rule.getNestedRules().forEach(nested -> requireSupported(origin, nested));
      return;
    }
    RuleTypes.problem(rule)
        .ifPresent(
            problem -> {
              throw new InvalidRulesException(origin, rule + ": " + problem);
            });
  }

  /** A composed rule is a warning when one of its parts is. */
  private static Level level(String origin, DQRule rule) {
    if (Rule.isComposed(rule)) {
      return rule.getNestedRules().stream().anyMatch(r -> level(origin, r) == Level.WARN)
          ? Level.WARN
          : Level.FAIL;
    }
    Map<String, String> tags = new TreeMap<>(rule.getTags());
    String level = tags.remove(LEVEL);
    if (!tags.isEmpty()) {
      throw new InvalidRulesException(
          origin, rule + ": 'with " + tags.keySet().iterator().next() + "' is not known");
    }
    if (level == null || level.equals(Level.FAIL.wireName())) {
      return Level.FAIL;
    }
    if (level.equals(Level.WARN.wireName())) {
      return Level.WARN;
    }
    throw new InvalidRulesException(
        origin, rule + ": level must be \"fail\" or \"warn\", not \"" + level + "\"");
  }
}
