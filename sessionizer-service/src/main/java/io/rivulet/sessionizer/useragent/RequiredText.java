package io.rivulet.sessionizer.useragent;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a text must contain so that a regular expression can be found in it: for {@code
 * (Nokia|Lumia) ?Series\d+} it is "Nokia" or "Lumia", and "Series". What is not understood asks for
 * nothing, so an expression that could be found is never ruled out.
 */
sealed interface RequiredText {
  /** Part of a pattern ignores case. */
  Pattern MIXED_CASE = Pattern.compile("\\(\\?i|\\[([A-Z])(?i)\\1\\]");

  /** False when the expression cannot be found in the text. */
  boolean isPossibleIn(Trigrams text);

  /** Reads a regular expression. */
  static RequiredText of(String regex, boolean ignoringCase) {
    Parser parser = new Parser(regex, ignoringCase || MIXED_CASE.matcher(regex).find());
    try {
      RequiredText required = parser.alternatives();
      return parser.at == regex.length() ? required : All.NOTHING;
    } catch (UnsupportedOperationException | StringIndexOutOfBoundsException e) {
      return All.NOTHING;
    }
  }

  /** Each of them. */
  record All(List<RequiredText> parts) implements RequiredText {
    private static final All NOTHING = new All(List.of());

    @Override
    public boolean isPossibleIn(Trigrams text) {
      for (RequiredText part : parts) {
        if (!part.isPossibleIn(text)) {
          return false;
        }
      }
      return true;
    }
  }

  /** One of them. */
  record Any(List<RequiredText> branches) implements RequiredText {
    @Override
    public boolean isPossibleIn(Trigrams text) {
      for (RequiredText branch : branches) {
        if (branch.isPossibleIn(text)) {
          return true;
        }
      }
      return false;
    }
  }

  /** A text of two or more characters. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Literal(int[] bits, boolean ignoringCase) implements RequiredText {
    @Override
    public boolean isPossibleIn(Trigrams text) {
      return text.mayContain(bits, ignoringCase);
    }
  }

  /** Goes over a regular expression. */
  final class Parser {
    private final String regex;
    private final boolean ignoringCase;
    private int at;

    private Parser(String regex, boolean ignoringCase) {
      this.regex = regex;
      this.ignoringCase = ignoringCase;
    }

    private RequiredText alternatives() {
      List<RequiredText> branches = new ArrayList<>();
      branches.add(sequence());
      while (at < regex.length() && regex.charAt(at) == '|') {
        at++;
        branches.add(sequence());
      }
      if (branches.size() == 1) {
        return branches.get(0);
      }
      return branches.contains(All.NOTHING) ? All.NOTHING : new Any(List.copyOf(branches));
    }

    private RequiredText sequence() {
      List<RequiredText> required = new ArrayList<>();
      StringBuilder run = new StringBuilder();
      while (at < regex.length() && regex.charAt(at) != '|' && regex.charAt(at) != ')') {
        String literal = "";
        RequiredText group = All.NOTHING;
        char c = regex.charAt(at++);
        switch (c) {
          case '\\' -> literal = escaped();
          case '[' -> literal = characterClass();
          case '(' -> group = group();
          case '.', '^', '$' -> {}
          default -> literal = String.valueOf(c);
        }
        int before = at;
        boolean isOptional = quantifierAllowsNone();
        if (!isOptional) {
          run.append(literal);
          if (!group.equals(All.NOTHING)) {
            required.add(group);
          }
        }
        if (literal.isEmpty() || at != before) {
          end(run, required);
        }
      }
      end(run, required);
      return required.isEmpty() ? All.NOTHING : new All(List.copyOf(required));
    }

    private void end(StringBuilder run, List<RequiredText> required) {
      if (run.length() >= 2) {
        String text = ignoringCase ? Trigrams.lower(run.toString()) : run.toString();
        required.add(new Literal(Trigrams.bits(text), ignoringCase));
      }
      run.setLength(0);
    }

    /** The character after a backslash; empty for classes, boundaries and references. */
    private String escaped() {
      char c = regex.charAt(at++);
      if (!Character.isLetterOrDigit(c)) {
        return String.valueOf(c);
      }
      if ("dDwWsSbB123456789".indexOf(c) < 0) {
        throw new UnsupportedOperationException("escape " + c);
      }
      return "";
    }

    /** The letter where the class is one letter in both cases, as {@code [Mm]}; else empty. */
    private String characterClass() {
      int from = at;
      if (regex.charAt(at) == '^') {
        at++;
      }
      at += regex.charAt(at) == '\\' ? 2 : 1; // a bracket in the first place stands for itself
      while (regex.charAt(at) != ']') {
        if (regex.charAt(at) == '[') {
          throw new UnsupportedOperationException("class within a class");
        }
        at += regex.charAt(at) == '\\' ? 2 : 1;
      }
      String content = regex.substring(from, at++);
      return ignoringCase
              && content.length() == 2
              && Character.toLowerCase(content.charAt(0))
                  == Character.toLowerCase(content.charAt(1))
          ? content.substring(0, 1)
          : "";
    }

    private RequiredText group() {
      boolean isLookaround = false;
      if (regex.charAt(at) == '?') {
        int colon = at + 1;
        while ("ims-".indexOf(regex.charAt(colon)) >= 0) {
          colon++;
        }
        isLookaround = regex.charAt(colon) != ':';
        if (isLookaround && !regex.substring(at).matches("(?s)\\?<?[=!].*")) {
          throw new UnsupportedOperationException("group " + regex.substring(at));
        }
        at = regex.indexOf(isLookaround ? (regex.charAt(at + 1) == '<' ? "<" : "?") : ":", at) + 1;
        if (isLookaround) {
          at++;
        }
      }
      RequiredText inner = alternatives();
      if (regex.charAt(at++) != ')') {
        throw new UnsupportedOperationException("open group");
      }
      return isLookaround ? All.NOTHING : inner;
    }

    /** Goes over a quantifier, if there is one. */
    private boolean quantifierAllowsNone() {
      if (at >= regex.length()) {
        return false;
      }
      boolean allowsNone = false;
      switch (regex.charAt(at)) {
        case '?', '*' -> {
          allowsNone = true;
          at++;
        }
        case '+' -> at++;
        case '{' -> {
          allowsNone = regex.startsWith("{0", at) || regex.startsWith("{,", at);
          at = regex.indexOf('}', at) + 1;
        }
        default -> {
          return false;
        }
      }
      if (at < regex.length() && (regex.charAt(at) == '?' || regex.charAt(at) == '+')) {
        at++;
      }
      return allowsNone;
    }
  }
}
