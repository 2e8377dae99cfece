package io.rivulet.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import tools.jackson.databind.json.JsonMapper;

/**
 * Starts Debian's Chromium without a window. No name but this machine's has an address for it, so
 * that nothing a page asks for leaves the machine.
 */
public final class Chromium {
  private static final Path BROWSER = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

  private Chromium() {}

  /**
   * Starts it, or skips the tests, loudly, where there is none and none may be installed: in CI, as
   * root, on Debian it is. What pages write to the console and ask for is logged.
   *
   * @param tests what is skipped, in capitals
   * @param profile folder for its own files, empty
   */
  public static ChromeDriver start(String tests, Path profile)
      throws IOException, InterruptedException {
    if (!isInstalled() && mayInstall()) {
      install();
    }
    if (!isInstalled()) {
      String message =
          tests
              + " SKIPPED: no browser. Install the Debian packages chromium and"
              + " chromium-driver (scripts/install-test-browser.sh).";
      System.err.println(message);
      Assumptions.abort(message);
    }
    ChromeOptions options = new ChromeOptions();
    options.setBinary(BROWSER.toString());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
        "--user-data-dir=" + profile);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    // the driver is named, so that Selenium looks for none on the network
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(DRIVER.toFile())
            .usingAnyFreePort()
            .build();
    return new ChromeDriver(service, options);
  }

  /** What was asked for since the last call, such as {@code GET http://localhost/}. */
  public static List<String> requests(ChromeDriver driver) {
    JsonMapper mapper = JsonMapper.shared();
    return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
        .map(entry -> mapper.readTree(entry.getMessage()).path("message"))
        .filter(event -> event.path("method").asString().equals("Network.requestWillBeSent"))
        .map(event -> event.path("params").path("request"))
        .map(asked -> asked.path("method").asString() + ' ' + asked.path("url").asString())
        .filter(line -> line.contains(" http"))
        .toList();
  }

  private static boolean isInstalled() {
    return Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER);
  }

  private static boolean mayInstall() {
    return "true".equals(System.getenv("CI"))
        && "root".equals(System.getProperty("user.name"))
        && Files.isExecutable(Path.of("/usr/bin/apt-get"));
  }

  private static void install() throws IOException, InterruptedException {
    Path script =
        Stream.of(Path.of("../scripts"), Path.of("scripts"))
            .map(folder -> folder.resolve("install-test-browser.sh").toAbsolutePath().normalize())
            .filter(Files::exists)
            .findFirst()
            .orElseThrow();
    int exit = new ProcessBuilder(script.toString()).inheritIO().start().waitFor();
    if (exit != 0) {
      System.err.println(script + " ended with exit code " + exit);
    }
  }
}
