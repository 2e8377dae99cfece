package io.rivulet.dashboard.access;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Objects;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Hashes passwords (bcrypt), and makes those that are used once. */
class Passwords {

  static final int MIN_LENGTH = 12;

  /** What bcrypt looks at. */
  static final int MAX_BYTES = 72;

  /** Letters and digits that nobody takes for one another. */
  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

  private static final int ONE_TIME_GROUPS = 4;
  private static final int GROUP_LENGTH = 5;

  private final PasswordEncoder encoder =
      PasswordEncoderFactories.createDelegatingPasswordEncoder();
  private final SecureRandom random = new SecureRandom();

  /** Compared with where there is no such account, so that the answer takes as long. */
  private final String nobodys = hash(oneTime());

  String hash(String password) {
    return Objects.requireNonNull(encoder.encode(password));
  }

  boolean matches(String password, String hash) {
    return !isTooLong(password) && encoder.matches(password, hash);
  }

  /** Takes the time of a comparison. */
  void matchNobody(String password) {
    boolean unused = matches(password, nobodys);
  }

  /** Four groups of five characters, 99 bits of chance. */
  String oneTime() {
    StringBuilder made = new StringBuilder();
    for (int group = 0; group < ONE_TIME_GROUPS; group++) {
      if (group > 0) {
        made.append('-');
      }
      for (int i = 0; i < GROUP_LENGTH; i++) {
        made.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
      }
    }
    return made.toString();
  }

  /** Refuses what is no good password for that account; its present one is no good either. */
  void requireGood(String password, Account account) {
    if (password.length() < MIN_LENGTH || isTooLong(password)) {
      throw new AccountRefusedException(
          "bad_password",
          "a password has at least %d characters and at most %d bytes"
              .formatted(MIN_LENGTH, MAX_BYTES));
    }
    if (matches(password, account.passwordHash())) {
      throw new AccountRefusedException("bad_password", "the new password is the present one");
    }
  }

  private static boolean isTooLong(String password) {
    return password.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
  }
}
