package io.rivulet.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.support.ui.Select;

/** From the first start to a second user, in a real browser. */
class SignInPageIT {

  private static Browser browser;
  private static AnalyticsDatabase database;

  @BeforeAll
  static void start(@TempDir Path databaseFolder, @TempDir Path profile) throws Exception {
    browser = Browser.start(profile);
    database = AnalyticsDatabase.start(databaseFolder);
    database.given("shop", "neighbours");
  }

  @AfterAll
  static void stop() {
    if (database != null) {
      browser.close();
      database.close();
    }
  }

  @Test
  void theFirstAdminChoosesAPasswordAddsAUserAndTheUserSeesOneProject() throws Exception {
    try (RunningDashboard dashboard = RunningDashboard.startFresh(database.url())) {
      open(dashboard, "/?project=shop&range=7d");
      assertThat(browser.text("h1")).isEqualTo("Sign in");
      browser.screenshot("sign-in");

      signIn("admin", "wrong password");
      browser.await("return document.querySelector('.sign-in .problem').hidden === false");
      assertThat(browser.text(".sign-in .problem")).isEqualTo("Name or password is wrong.");

      signIn("admin", dashboard.firstPassword());
      browser.await("return document.querySelector('input[name=next]') !== null");
      assertThat(browser.text("h1")).isEqualTo("Choose your own password");
      choosePassword(dashboard.firstPassword(), "an admin's own password");

      // the address that was asked for is still there
      browser.await("return document.querySelector('.cards') !== null");
      assertThat(browser.text(".head")).contains("4 – 10 Mar 2024 · 7 days");
      assertThat(browser.text("#reader")).isEqualTo("admin Sign out");

      open(dashboard, "/users");
      browser.fill("name", "vera@shop.example");
      new Select(browser.find("select[name=project]")).selectByValue("leaky");
      browser.find(".inline button").click();
      browser.await("return document.querySelector('[data-password-of] code') !== null");
      String oneTime = browser.text("[data-password-of] code");
      browser.screenshot("users");

      browser.find("#reader button").click();
      browser.await("return document.querySelector('.sign-in') !== null");
      signIn("vera@shop.example", oneTime);
      browser.await("return document.querySelector('input[name=next]') !== null");
      choosePassword(oneTime, "vera's own password");
      browser.await("return !document.getElementById('pages').hidden");

      open(dashboard, "/");
      assertThat(browser.texts("#project option")).containsExactly("leaky");
      assertThat(browser.texts("#pages a")).doesNotContain("Users");
      open(dashboard, "/?project=shop");
      assertThat(browser.text(".problem")).contains("not_allowed");
    }
  }

  private static void signIn(String name, String password) {
    browser.fill("name", name);
    browser.fill("password", password);
    browser.find(".sign-in input[name=password]").sendKeys(Keys.ENTER);
  }

  private static void choosePassword(String present, String next) {
    browser.fill("present", present);
    browser.fill("next", next);
    browser.fill("again", next);
    browser.find(".sign-in button").click();
  }

  private static void open(RunningDashboard dashboard, String path) {
    URI address = dashboard.address().resolve(path);
    browser.open(address);
  }
}
