package io.rivulet.sdk;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Chromium without a window, for which no name but this machine's has an address. */
final class Browser implements AutoCloseable {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Path INSTALLER =
      Path.of("..", "scripts", "install-test-browser.sh").toAbsolutePath().normalize();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Starts it, or skips the tests, loudly, where there is none and none may be installed. */
  static Browser start(Path profile) throws IOException, InterruptedException {
    if (!isInstalled() && mayInstall()) {
      new ProcessBuilder(INSTALLER.toString()).inheritIO().start().waitFor();
    }
    if (!isInstalled()) {
      String message =
          "BROWSER SDK TESTS SKIPPED: no browser. Install the Debian packages chromium and"
              + " chromium-driver (scripts/install-test-browser.sh).";
      System.err.println(message);
      Assumptions.abort(message);
    }
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toString());
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
    return new Browser(new ChromeDriver(service, options));
  }

  /** Opens a page and waits until a script returns an object; gives that object as JSON. */
  String open(URI page, String script) {
    driver.get(page.toString());
    return new WebDriverWait(driver, PATIENCE)
        .until(
            ready ->
                (String)
                    driver.executeScript(
                        "const it = (() => { "
                            + script
                            + " })(); return it && JSON.stringify(it)"));
  }

  /** Goes to an empty page. */
  void leave() {
    driver.get("about:blank");
  }

  /** The errors that the page wrote to the console since the last call, refused requests too. */
  List<String> errors() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  /** The requests that pages made since the last call, such as {@code POST http://...}. */
  List<String> requests() {
    JsonMapper mapper = JsonMapper.shared();
    return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
        .map(entry -> mapper.readTree(entry.getMessage()).path("message"))
        .filter(event -> event.path("method").asString().equals("Network.requestWillBeSent"))
        .map(event -> event.path("params").path("request"))
        .map(Browser::line)
        .filter(line -> line.contains(" http"))
        .toList();
  }

  private static String line(JsonNode request) {
    return request.path("method").asString() + ' ' + request.path("url").asString();
  }

  private static boolean isInstalled() {
    return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
  }

  private static boolean mayInstall() {
    return "true".equals(System.getenv("CI"))
        && "root".equals(System.getProperty("user.name"))
        && Files.isExecutable(Path.of("/usr/bin/apt-get"));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
