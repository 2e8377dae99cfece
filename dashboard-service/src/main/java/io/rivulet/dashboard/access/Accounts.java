package io.rivulet.dashboard.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The accounts, in one file that is replaced as a whole: a process killed while writing leaves the
 * old one. Only one dashboard writes to it; {@code docs/decisions/0017-access.md} says why it is no
 * table.
 */
class Accounts {

  /** More would make neither the file nor the list unusable, but nobody has looked. */
  static final int MAX_ACCOUNTS = 1_000;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private record Content(List<Account> users) {}

  private final Path file;
  private final Map<String, Account> accounts = new TreeMap<>();

  private Accounts(Path file) {
    this.file = file;
  }

  /**
   * Reads the file, which need not exist yet.
   *
   * @throws IllegalStateException naming the file when it cannot be read or is not valid: a
   *     dashboard that forgot its accounts must not start
   */
  static Accounts open(Path folder) {
    Accounts opened = new Accounts(folder.resolve("users.json"));
    try {
      Files.createDirectories(folder);
      if (Files.exists(opened.file)) {
        JSON.readValue(Files.readAllBytes(opened.file), Content.class)
            .users()
            .forEach(account -> opened.accounts.put(account.name(), account));
      }
    } catch (IOException | JacksonException | AccountRefusedException e) {
      throw new IllegalStateException(
          "the file of accounts %s cannot be read: %s".formatted(opened.file, e.getMessage()), e);
    }
    return opened;
  }

  synchronized Optional<Account> find(String name) {
    return Optional.ofNullable(accounts.get(name));
  }

  /** All accounts by name. */
  synchronized List<Account> all() {
    return List.copyOf(accounts.values());
  }

  /** Adds the account or replaces the one of its name. */
  synchronized void put(Account account) {
    Map<String, Account> changed = new TreeMap<>(accounts);
    changed.put(account.name(), account);
    keep(changed);
  }

  synchronized void remove(String name) {
    Map<String, Account> changed = new TreeMap<>(accounts);
    changed.remove(name);
    keep(changed);
  }

  /** Writes first, so that nothing holds that a restart would forget. */
  private void keep(Map<String, Account> changed) {
    if (changed.size() > MAX_ACCOUNTS) {
      throw new AccountRefusedException(
          "too_many_users", "there are %,d users, which is the limit".formatted(MAX_ACCOUNTS));
    }
    write(file, JSON.writeValueAsString(new Content(List.copyOf(changed.values()))));
    accounts.clear();
    accounts.putAll(changed);
  }

  /** Writes a file that its owner alone can read, whole or not at all. */
  static void write(Path file, String content) {
    try {
      Path draft = file.resolveSibling(file.getFileName() + ".new");
      Files.deleteIfExists(draft);
      Files.createFile(draft, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      Files.writeString(draft, content);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be written".formatted(file), e);
    }
  }
}
