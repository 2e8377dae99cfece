package io.rivulet.dashboard;

import io.rivulet.browser.Chromium;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openqa.selenium.Alert;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real Chromium without a window, which is told to reach nothing but this machine. */
final class Browser implements AutoCloseable {

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Starts it, or skips the tests where there is none and none may be installed. */
  static Browser start(Path profile) throws IOException, InterruptedException {
    Browser browser = new Browser(Chromium.start("PAGE TESTS", profile));
    browser.size(1280, 900);
    browser.dark(false);
    return browser;
  }

  /** Opens an address and waits until the page has its report or says why not. */
  void open(URI address) {
    driver.get(address.toString());
    awaitIdle();
  }

  /** Of this machine's servers, whatever their ports. */
  void forgetCookies() {
    driver.manage().deleteAllCookies();
  }

  /** Signs in as the admin of a dashboard, as its reader would. */
  void signIn(RunningDashboard dashboard) {
    forgetCookies();
    open(dashboard.address());
    fill("name", RunningDashboard.ADMIN);
    fill("password", RunningDashboard.PASSWORD);
    find(".sign-in button").click();
    await("return document.querySelector('.sign-in') === null");
    awaitIdle();
    console();
  }

  /** Types into the field of that name. */
  void fill(String field, String text) {
    WebElement input = find("input[name=%s]".formatted(field));
    input.clear();
    input.sendKeys(text);
  }

  /** Presses a key so many times, each where the focus is by then. */
  void press(Keys key, int times) {
    Actions actions = new Actions(driver);
    for (int i = 0; i < times; i++) {
      actions.sendKeys(key);
    }
    actions.perform();
  }

  void awaitIdle() {
    await("return document.querySelector('main[aria-busy=false]') !== null");
  }

  /** Waits until a script returns true. */
  void await(String script) {
    new WebDriverWait(driver, PATIENCE)
        .withMessage(() -> script + "\non the page\n" + text("body"))
        .until(ready -> Boolean.TRUE.equals(driver.executeScript(script)));
  }

  /** Runs a script for its effect. */
  void run(String script) {
    driver.executeScript(script);
  }

  /** Runs a script for what it returns, as Selenium reads it: Long, Double, String, List, Map. */
  @SuppressWarnings({"TypeParameterUnusedInFormals", "unchecked"})
  <T> T evaluate(String script) {
    return (T) Objects.requireNonNull(driver.executeScript(script));
  }

  WebElement find(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  /** The visible text of an element, its lines joined by one space. */
  String text(String selector) {
    return find(selector).getText().replaceAll("\\s+", " ").strip();
  }

  List<String> texts(String selector) {
    return driver.findElements(By.cssSelector(selector)).stream()
        .map(found -> found.getText().replaceAll("\\s+", " ").strip())
        .toList();
  }

  /** Says yes to what the page asks, and what that is. */
  String accept() {
    Alert asked = new WebDriverWait(driver, PATIENCE).until(ExpectedConditions.alertIsPresent());
    String text = asked.getText();
    asked.accept();
    return text;
  }

  String currentAddress() {
    return String.valueOf(driver.getCurrentUrl());
  }

  void back() {
    driver.navigate().back();
    awaitIdle();
  }

  void refresh() {
    driver.navigate().refresh();
    awaitIdle();
  }

  void size(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
  }

  void dark(boolean dark) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
  }

  /** What axe finds that keeps people out, by WCAG 2.2 A and AA: rule, and the first element. */
  List<String> accessibilityViolations() throws IOException {
    try (InputStream axe = Browser.class.getResourceAsStream("/axe.min.js")) {
      driver.executeScript(
          new String(Objects.requireNonNull(axe).readAllBytes(), StandardCharsets.UTF_8));
    }
    Object found =
        driver.executeAsyncScript(
            "const done = arguments[0];"
                + "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
                + ".then(r => done(r.violations.map(v => v.id + ': ' + v.nodes[0].html)))"
                + ".catch(e => done([String(e)]))");
    return ((List<?>) Objects.requireNonNull(found)).stream().map(String::valueOf).toList();
  }

  /** Saves the whole page, also what one would have to scroll to. */
  void screenshot(String name) throws IOException {
    Map<String, Object> shot =
        driver.executeCdpCommand(
            "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
    Files.createDirectories(SCREENSHOTS);
    Files.write(
        SCREENSHOTS.resolve(name + ".png"),
        Base64.getDecoder().decode(String.valueOf(shot.get("data"))));
  }

  /** What the page wrote to the console since the last call, refusals of its policy included. */
  List<String> console() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::getMessage)
        .toList();
  }

  /** The addresses that were asked for since the last call. */
  List<URI> requests() {
    return Chromium.requests(driver).stream()
        .map(line -> URI.create(line.substring(line.indexOf(' ') + 1)))
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
