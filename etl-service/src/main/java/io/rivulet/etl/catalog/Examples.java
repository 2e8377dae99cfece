package io.rivulet.etl.catalog;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A few different values of a column: those with the smallest hashes, which is a sample that does
 * not depend on the order of arrival. Merging is associative and commutative.
 *
 * <p>Values that may be personal or secret are no examples, see {@link #of}.
 */
final class Examples {
  private static final int MOST = 5;
  private static final int LONGEST = 64;

  /** Words in a key's name, without case and punctuation, whose values are never shown. */
  private static final Pattern PRIVATE_NAME =
      Pattern.compile(
          "pass|secret|token|apikey|auth|credential|cookie|session|mail|phone|mobile|telephone"
              + "|firstname|lastname|fullname|surname|username|nickname|address|street|postcode|zip"
              + "|birth|gender|salary|iban|card|cvv|cvc|ssn|passport|latitude|longitude|coordinates"
              + "|idfa|advertisingid|deviceid|userid|anonymousid|customerid|accountid|ipaddress"
              + "|^ip$|^lat$|^lng$|^lon$|^tel$|^id$|^uid$|^pin$|^key$");

  private static final Pattern NOT_A_LETTER = Pattern.compile("[^\\p{L}]");

  /** Numbers of persons, telephones and cards. */
  private static final Pattern LONG_NUMBER = Pattern.compile("(?:\\d[ ()./-]{0,2}){7,}");

  private static final Pattern IP_ADDRESS =
      Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){3,7}");

  private static final Pattern LETTER_AND_DIGIT =
      Pattern.compile("(?=.*\\p{L})(?=.*\\d)\\S{16,}|\\S{32,}");

  /** Keys of an object that are ids rather than names. */
  private static final Pattern ID =
      Pattern.compile(
          "@|\\d{7,}|[0-9A-Fa-f]{16,}|[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-|^[A-Za-z0-9+/=]{32,}$");

  private static final Comparator<String> BY_HASH =
      Comparator.comparingInt((String s) -> mixed(s.hashCode()))
          .thenComparing(Comparator.naturalOrder());

  private final TreeSet<String> values = new TreeSet<>(BY_HASH);

  /**
   * What may be shown of a value: no text or date of {@code traits}; nothing under a name such as
   * {@code email} or {@code access_token}; no id of the event's own; nothing that looks like an
   * e-mail address, a key, an IP address or a long number; no long text.
   *
   * @param inTraits whether it lies in {@code traits}
   * @param name of the nearest key
   * @param identities ids of the event that it belongs to
   */
  static Optional<String> of(
      JsonNode value, boolean inTraits, String name, Set<String> identities) {
    if (value.isBoolean()) {
      return Optional.of(value.asString());
    }
    String bare = NOT_A_LETTER.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
    if (value.isContainer() || PRIVATE_NAME.matcher(bare).find()) {
      return Optional.empty();
    }
    String text = value.asString();
    if (identities.contains(text) || !isShowable(text) || (inTraits && !value.isNumber())) {
      return Optional.empty();
    }
    return Optional.of(text);
  }

  /** Whether a text looks like nothing personal or secret. */
  static boolean isShowable(String text) {
    return text.length() <= LONGEST
        && !text.isBlank()
        && text.indexOf('@') < 0
        && !text.startsWith("eyJ")
        && (JsonType.ofText(text) != JsonType.STRING
            || (!LONG_NUMBER.matcher(text).find()
                && !IP_ADDRESS.matcher(text).find()
                && !LETTER_AND_DIGIT.matcher(text).find()));
  }

  /** Whether an object's key is an id or an address rather than a name. */
  static boolean isId(String key) {
    return ID.matcher(key).find();
  }

  void add(String value) {
    values.add(value);
    if (values.size() > MOST) {
      values.pollLast();
    }
  }

  void addAll(Collection<String> more) {
    more.forEach(this::add);
  }

  /** The values, in alphabetical order. */
  List<String> list() {
    return values.stream().sorted().toList();
  }

  private static int mixed(int hash) {
    int h = hash * 0x9E3779B1;
    return h ^ (h >>> 15);
  }
}
