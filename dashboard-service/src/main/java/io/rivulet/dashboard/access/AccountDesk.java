package io.rivulet.dashboard.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where accounts are opened, changed and closed. Nobody but its owner ever chooses a password: a
 * new account, and one whose password was forgotten, gets one that is good for a single purpose,
 * choosing the next.
 */
class AccountDesk {

  private static final Logger log = LoggerFactory.getLogger(AccountDesk.class);

  private static final String FIRST_ADMIN = "admin";

  private final Accounts accounts;
  private final Passwords passwords;
  private final Clock clock;
  private final Path firstPasswordFile;

  AccountDesk(Accounts accounts, Passwords passwords, Clock clock, Path firstPasswordFile) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.clock = clock;
    this.firstPasswordFile = firstPasswordFile;
  }

  /**
   * Makes account {@code admin} where nobody is admin: at the first start, and after somebody took
   * the last admin out of the file because the password was lost. Its one-time password is in a
   * file that the owner alone can read, until it is changed; it is never logged.
   */
  synchronized void requireAnAdmin() {
    if (accounts.all().stream().anyMatch(Account::isAdmin)) {
      return;
    }
    String password = passwords.oneTime();
    Accounts.write(firstPasswordFile, password + "\n");
    accounts.put(
        new Account(
            FIRST_ADMIN,
            passwords.hash(password),
            true,
            now(),
            Map.of(Account.ALL_PROJECTS, Role.ADMIN)));
    log.info(
        "sign in to the dashboard as {}; the one-time password is in {}",
        FIRST_ADMIN,
        firstPasswordFile);
  }

  List<Account> all() {
    return accounts.all();
  }

  /** Opens an account and returns its one-time password, which is kept nowhere. */
  synchronized String open(String name, Map<String, Role> roles) {
    String known = name.toLowerCase(Locale.ROOT);
    if (accounts.find(known).isPresent()) {
      throw new AccountRefusedException("user_exists", "there is a user of that name");
    }
    String password = passwords.oneTime();
    accounts.put(new Account(known, passwords.hash(password), true, now(), roles));
    log.info("account {} was opened", known);
    return password;
  }

  synchronized void changeRoles(String name, Map<String, Role> roles) {
    Account changed = get(name).withRoles(roles);
    requireAnotherAdmin(changed.isAdmin(), name);
    accounts.put(changed);
    log.info("the roles of account {} were changed", name);
  }

  synchronized void close(String name) {
    get(name);
    requireAnotherAdmin(false, name);
    accounts.remove(name);
    log.info("account {} was closed", name);
  }

  /** Replaces a forgotten password by a one-time one, which is returned and kept nowhere. */
  synchronized String resetPassword(String name) {
    String password = passwords.oneTime();
    accounts.put(get(name).withPassword(passwords.hash(password), true, now()));
    log.info("the password of account {} was reset", name);
    return password;
  }

  /** Sets the owner's own choice; the present password is asked for once more. */
  synchronized Account changePassword(String name, String present, String next) {
    Account account = get(name);
    if (!passwords.matches(present, account.passwordHash())) {
      throw new AccountRefusedException("wrong_password", "the present password is wrong");
    }
    passwords.requireGood(next, account);
    Account changed = account.withPassword(passwords.hash(next), false, now());
    accounts.put(changed);
    if (name.equals(FIRST_ADMIN)) {
      forgetFirstPassword();
    }
    return changed;
  }

  private Account get(String name) {
    return accounts
        .find(name)
        .orElseThrow(
            () -> new AccountRefusedException("unknown_user", "there is no user of that name"));
  }

  private void requireAnotherAdmin(boolean staysAdmin, String name) {
    if (!staysAdmin
        && accounts.all().stream().allMatch(one -> one.name().equals(name) || !one.isAdmin())) {
      throw new AccountRefusedException("last_admin", "somebody has to stay admin");
    }
  }

  private void forgetFirstPassword() {
    try {
      Files.deleteIfExists(firstPasswordFile);
    } catch (IOException e) {
      throw new UncheckedIOException(firstPasswordFile + " cannot be deleted", e);
    }
  }

  /** Without the digits that the file would lose. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
