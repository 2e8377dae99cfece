package io.rivulet.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rivulet.embedded.FreePort;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** Signing in with an OpenID provider, in a real browser and with a real provider. */
class OidcIT {

  private static Browser browser;
  private static AnalyticsDatabase database;
  private static RunningDashboard dashboard;
  private static OidcProvider provider;

  @BeforeAll
  static void start(@TempDir Path folder, @TempDir Path profile) throws Exception {
    browser = Browser.start(profile);
    database = AnalyticsDatabase.start(folder);
    database.given("shop", "neighbours");
    int port = FreePort.find();
    // the dashboard starts although the provider is away
    dashboard =
        RunningDashboard.start(
            database.url(),
            "--rivulet.oidc.issuer=" + OidcProvider.issuer(port),
            "--rivulet.oidc.client-id=" + OidcProvider.CLIENT,
            "--rivulet.oidc.client-secret-file="
                + Files.writeString(folder.resolve("secret"), OidcProvider.SECRET + "\n"),
            "--rivulet.oidc.name=Example",
            "--rivulet.oidc.roles-claim=groups",
            "--rivulet.oidc.roles=admins=admin; shop-team=analyst:shop; staff=viewer:shop");
    openSignIn("/");
    browser.find("a.provider").click();
    browser.await("return document.querySelector('.sign-in .problem:not([hidden])') !== null");
    assertThat(browser.text(".sign-in .problem")).contains("did not work");
    provider = OidcProvider.start(port, dashboard.address());
    await().until(OidcIT::leadsToTheProvider);
  }

  /** For some seconds after it was away nobody asks for it. */
  private static boolean leadsToTheProvider() throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(dashboard.address().resolve("/oauth2/authorization/oidc"))
                .build(),
            BodyHandlers.discarding())
        .headers()
        .firstValue("Location")
        .orElse("")
        .contains("response_type=code");
  }

  @AfterAll
  static void stop() {
    Stream.of(browser, dashboard, provider, database)
        .filter(Objects::nonNull)
        .forEach(OidcIT::close);
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whoTheProviderKnowsHasTheRolesOfItsGroups() throws Exception {
    openSignIn("/");
    assertThat(browser.text("a.provider")).isEqualTo("Sign in with Example");
    browser.screenshot("sign-in-provider");
    assertThat(browser.accessibilityViolations()).isEmpty();

    signIn("ann");
    browser.await("return document.querySelector('.cards') !== null");
    assertThat(browser.text("#reader")).isEqualTo("ann@example.com Sign out");
    assertThat(browser.texts("#project option")).containsExactly("shop");
    assertThat(browser.texts("#pages a")).contains("Sessions").doesNotContain("Operations");
    assertThat(status("/api/overview?project=leaky")).isEqualTo(403);
    assertThat(status("/api/users")).isEqualTo(403);
    assertThat(status("/api/reports/sessions?project=shop")).isEqualTo(200);

    browser.find("#reader button").click();
    browser.await("return document.querySelector('.sign-in') !== null");
    assertThat(status("/api/overview?project=shop")).isEqualTo(401);
  }

  @Test
  void whoFollowedALinkIsWhereItLeadsAfterwards() {
    openSignIn("/devices?project=shop");
    signIn("ann");
    browser.await(
        "return location.pathname === '/devices' && document.querySelector('.sign-in') === null");
    browser.find("#reader button").click();
    browser.await("return document.querySelector('.sign-in') !== null");
  }

  @Test
  void whoHasNoRoleStaysOutAndLocalAccountsStillWork() throws Exception {
    openSignIn("/");
    signIn("zoe");
    browser.await("return document.querySelector('.sign-in .problem:not([hidden])') !== null");
    assertThat(browser.text(".sign-in .problem")).contains("no role");
    assertThat(status("/api/overview?project=shop")).isEqualTo(401);

    browser.fill("name", RunningDashboard.ADMIN);
    browser.fill("password", RunningDashboard.PASSWORD);
    browser.find(".sign-in input[name=password]").sendKeys(Keys.ENTER);
    browser.await("return document.querySelector('.cards') !== null");
    assertThat(browser.text("#reader")).isEqualTo("admin Sign out");
    browser.find("#reader button").click();
    browser.await("return document.querySelector('.sign-in') !== null");
  }

  /** As somebody whom neither knows yet. */
  private static void openSignIn(String page) {
    browser.forgetCookies();
    browser.open(dashboard.address().resolve(page));
    browser.await("return document.querySelector('a.provider') !== null");
  }

  /** At the provider, from the dashboard's own page. */
  private static void signIn(String name) {
    browser.find("a.provider").click();
    browser.await("return location.pathname === '/login'");
    browser.fill("username", name);
    browser.fill("password", OidcProvider.PASSWORD);
    browser.find("button[type=submit]").click();
  }

  private static int status(String path) {
    Long status =
        browser.evaluate(
            "return await fetch('%s').then((answer) => answer.status)".formatted(path));
    return status.intValue();
  }
}
