package io.rivulet.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server keeps on disk: its databases in a folder, its log and the superuser's password
 * beside it. Knows which processes work on the folder.
 */
final class PostgresFolder {
  private static final Logger log = LoggerFactory.getLogger(PostgresFolder.class);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final Duration STOP_POLL = Duration.ofMillis(50);

  private static final long LOG_LIMIT_BYTES = 10_000_000;
  private static final int PASSWORD_BYTES = 32;

  /** The numbers below are those of the databases that initdb makes. */
  private static final int FIRST_DATABASE_NUMBER = 16384;

  private final Path databases;

  PostgresFolder(Path databases) {
    this.databases = databases.toAbsolutePath().normalize();
  }

  Path databases() {
    return databases;
  }

  /** Where the server's messages go. */
  Path logFile() {
    return beside(".log");
  }

  /** Removes a log of more than 10 MB. */
  void limitLog() throws IOException {
    if (Files.exists(logFile()) && Files.size(logFile()) > LOG_LIMIT_BYTES) {
      Files.delete(logFile());
    }
  }

  /** Holds the superuser's password, readable by its owner only. */
  Path passwordFile() {
    return beside(".password");
  }

  /** Whether the superuser has the password of the file; of folders of old, he has none. */
  boolean hasPassword() {
    return Files.exists(passwordFile());
  }

  String password() throws IOException {
    return Files.readString(passwordFile()).strip();
  }

  static String newPassword() {
    var bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Written aside and moved: a process killed here leaves no half password. */
  void keepPassword(String password) throws IOException {
    var draft = beside(".password.new");
    Files.deleteIfExists(draft);
    Files.createFile(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(draft, password + "\n", US_ASCII);
    Files.move(draft, passwordFile(), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Whether a server has made databases here; without any there is nothing to keep. */
  boolean hasDatabases() throws IOException {
    var base = databases.resolve("base");
    if (!Files.isDirectory(base)) {
      return false;
    }
    try (var found = Files.list(base)) {
      return found
          .map(path -> path.getFileName().toString())
          .anyMatch(
              name -> name.matches("\\d{1,9}") && Integer.parseInt(name) >= FIRST_DATABASE_NUMBER);
    }
  }

  /**
   * Removes what a first start that was killed left here, where initdb would refuse to begin. A
   * folder of anything else is not touched.
   */
  void clearUnfinished() throws IOException {
    boolean isOfInitdb =
        Files.exists(databases.resolve("postgresql.conf"))
            || Files.exists(databases.resolve("pg_wal"));
    if (!isOfInitdb || hasDatabases()) {
      return;
    }
    log.info("Beginning anew in {}, where an earlier first start was cut off", databases);
    try (var found = Files.walk(databases)) {
      for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** The running server of this folder. */
  Optional<ProcessHandle> server() throws IOException {
    return namedByPidFile().filter(this::isServer);
  }

  /** Whether a process runs, and as a server of this folder. */
  boolean isServer(ProcessHandle process) {
    return isProgram(process, "postgres") && worksHere(process);
  }

  /**
   * Stops the server, or the initdb, that runs on this folder because the program that started it
   * was killed. Nothing committed is lost.
   */
  void stopLeftOver() throws IOException {
    var leftOver = Stream.concat(server().stream(), processes("initdb")).toList();
    for (ProcessHandle process : leftOver) {
      log.info(
          "Stopping process {} of PostgreSQL that an earlier run left on {}",
          process.pid(),
          databases);
      // SIGINT is PostgreSQL's fast shutdown: clients are cut off.
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
    }
    awaitNoProcess();
    // After a reboot the number may be another program's, for which the new server would give way.
    if (namedByPidFile().flatMap(process -> process.info().arguments()).isPresent()) {
      Files.delete(pidFile());
    }
  }

  private void awaitNoProcess() throws IOException {
    long end = System.nanoTime() + STOP_LIMIT.toNanos();
    while (processes("postgres").findAny().isPresent()
        || processes("initdb").findAny().isPresent()) {
      if (System.nanoTime() > end) {
        throw new IOException("the PostgreSQL of an earlier run does not stop on " + databases);
      }
      try {
        Thread.sleep(STOP_POLL.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while stopping the PostgreSQL of an earlier run", e);
      }
    }
  }

  /** Written by a running server, removed when it stops cleanly; begins with the process number. */
  private Path pidFile() {
    return databases.resolve("postmaster.pid");
  }

  /** The process with the number of the file, which may have nothing to do with PostgreSQL. */
  private Optional<ProcessHandle> namedByPidFile() throws IOException {
    if (!Files.exists(pidFile())) {
      return Optional.empty();
    }
    var lines = Files.readAllLines(pidFile());
    if (lines.isEmpty() || !lines.get(0).matches("\\d+")) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(lines.get(0)));
  }

  private Stream<ProcessHandle> processes(String program) {
    return ProcessHandle.allProcesses()
        .filter(process -> isProgram(process, program))
        .filter(this::worksHere);
  }

  private static boolean isProgram(ProcessHandle process, String program) {
    return process.info().command().orElse("").endsWith("/" + program);
  }

  /** By its arguments or, where the system tells, by its working directory. */
  private boolean worksHere(ProcessHandle process) {
    var arguments = process.info().arguments().map(List::of).orElse(List.of());
    if (arguments.contains(databases.toString())) {
      return true;
    }
    try {
      var workingDirectory = Path.of("/proc", Long.toString(process.pid()), "cwd");
      return Files.exists(databases) && Files.isSameFile(workingDirectory, databases);
    } catch (IOException e) {
      return false; // gone, another user's, or a system without /proc
    }
  }

  private Path beside(String suffix) {
    return databases.resolveSibling(databases.getFileName() + suffix);
  }
}
