package io.rivulet.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.json.JsonMapper;

/** Node.js and the JavaScript SDKs, installed under {@code target} as the lock file names them. */
final class Node {
  private static final int OLDEST_VERSION = 20; // that @segment/analytics-node runs on
  private static final long PATIENCE_SECONDS = 120;

  private static final Path SCRIPTS = Path.of("src", "test", "js");
  private static final Path STORY = Path.of("src", "test", "resources", "story.json");
  private static final Path INSTALLED = Path.of("target", "sdk-js");
  private static final String LOCK = "package-lock.json";
  private static final Pattern VERSION = Pattern.compile("v(\\d+)\\..*");

  private Node() {}

  /**
   * What an SDK says of itself.
   *
   * @param messageIds of what it sent; null where it does not say
   */
  record Told(@Nullable List<String> messageIds, List<String> failures) {}

  /** Installs the SDKs, once. Skips the tests, loudly, where there is no Node.js or no npm. */
  static synchronized void install() throws IOException, InterruptedException {
    require("node", OLDEST_VERSION);
    require("npm", 0);
    Files.createDirectories(INSTALLED);
    Path done = INSTALLED.resolve("installed-" + LOCK);
    if (!Files.exists(done) || Files.mismatch(SCRIPTS.resolve(LOCK), done) != -1) {
      copy(SCRIPTS.resolve("package.json"));
      copy(SCRIPTS.resolve(LOCK));
      run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline");
      Files.copy(SCRIPTS.resolve(LOCK), done, StandardCopyOption.REPLACE_EXISTING);
    }
    copy(STORY);
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      for (Path script : files.filter(file -> file.toString().endsWith(".mjs")).toList()) {
        copy(script);
      }
    }
  }

  /**
   * Makes an SDK tell the story to a collector.
   *
   * @param variant a word for the script; empty where it needs none
   */
  static Told tell(String script, String collectorUrl, Sdk sdk, String variant)
      throws IOException, InterruptedException {
    List<String> output =
        run("node", script, collectorUrl, sdk.writeKey(), variant).lines().toList();
    return JsonMapper.shared().readValue(output.get(output.size() - 1), Told.class);
  }

  /** Makes one script for browsers of a script and all that it imports. */
  static String bundle(String script) throws IOException, InterruptedException {
    String bundle = script.replace(".mjs", ".bundle.js");
    run(
        "npx",
        "--no-install",
        "esbuild",
        script,
        "--bundle",
        "--format=esm",
        "--outfile=" + bundle);
    return Files.readString(INSTALLED.resolve(bundle));
  }

  /** Runs a program among the installed SDKs and gives its output. */
  private static String run(String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(INSTALLED, "run", ".log");
    Process process =
        new ProcessBuilder(command)
            .directory(INSTALLED.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    String text = Files.readString(output, UTF_8);
    Files.delete(output);
    if (process.isAlive() || process.exitValue() != 0) {
      throw new IllegalStateException(String.join(" ", command) + " failed: " + text);
    }
    return text;
  }

  private static void require(String program, int oldestVersion)
      throws IOException, InterruptedException {
    String version;
    try {
      Process process = new ProcessBuilder(program, "--version").start();
      version = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      process.waitFor();
    } catch (IOException e) {
      version = "none";
    }
    Matcher number = VERSION.matcher(version);
    boolean suits =
        oldestVersion == 0
            ? !version.equals("none")
            : number.matches() && Integer.parseInt(number.group(1)) >= oldestVersion;
    if (!suits) {
      String message =
          "JAVASCRIPT SDK TESTS SKIPPED: they need npm and Node.js %d or later, but here is %s %s."
              .formatted(OLDEST_VERSION, program, version);
      System.err.println(message);
      Assumptions.abort(message);
    }
  }

  private static void copy(Path file) throws IOException {
    Files.copy(file, INSTALLED.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
  }
}
