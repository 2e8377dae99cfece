package io.rivulet.standalone;

import io.rivulet.browser.Chromium;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** An admin before the dashboard's pages, in a real browser. */
final class DashboardReader implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final ChromeDriver browser;
  private final String address;

  private DashboardReader(ChromeDriver browser, String address) {
    this.browser = browser;
    this.address = address;
  }

  /**
   * Signs in.
   *
   * @param profile folder of the browser, empty
   * @param address of the dashboard, without a slash at its end
   */
  static DashboardReader signIn(Path profile, String address, String password)
      throws IOException, InterruptedException {
    var reader =
        new DashboardReader(Chromium.start("TESTS OF THE WHOLE SUITE'S PAGES", profile), address);
    reader.open("/account");
    reader.type("input[name=name]", "admin");
    reader.type("input[name=password]", password);
    reader.click(".sign-in button");
    reader.await("#pages a", texts -> !texts.isEmpty());
    return reader;
  }

  /** Opens a page and waits for its figures. */
  void open(String path) {
    browser.get(address + path);
    await("main[aria-busy=false]", found -> !found.isEmpty());
  }

  void click(String selector) {
    browser.findElement(By.cssSelector(selector)).click();
  }

  /** Clicks on what asks whether it is meant, and says yes. */
  void clickAndConfirm(String selector) {
    click(selector);
    new WebDriverWait(browser, PATIENCE).until(ExpectedConditions.alertIsPresent()).accept();
  }

  /** Waits until the elements' texts, each on one line, are as they should be, and gives them. */
  List<String> await(String selector, Predicate<List<String>> isRight) {
    return new WebDriverWait(browser, PATIENCE)
        .ignoring(StaleElementReferenceException.class)
        .until(
            driver -> {
              List<String> texts =
                  driver.findElements(By.cssSelector(selector)).stream()
                      .map(element -> element.getText().replaceAll("\\s+", " ").strip())
                      .toList();
              return isRight.test(texts) ? texts : null;
            });
  }

  private void type(String selector, String text) {
    browser.findElement(By.cssSelector(selector)).sendKeys(text);
  }

  @Override
  public void close() {
    browser.quit();
  }
}
