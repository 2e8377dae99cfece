package io.rivulet.sdk;

import io.rivulet.browser.Chromium;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real Chromium without a window, for which no name but this machine's has an address. */
final class Browser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Starts it, or skips the tests, loudly, where there is none and none may be installed. */
  static Browser start(Path profile) throws IOException, InterruptedException {
    return new Browser(Chromium.start("BROWSER SDK TESTS", profile));
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
    return Chromium.requests(driver);
  }

  @Override
  public void close() {
    driver.quit();
  }
}
