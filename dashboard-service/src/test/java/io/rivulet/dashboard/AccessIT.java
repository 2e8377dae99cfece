package io.rivulet.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Who gets what of the API: the real service and database, asked as scripts and as pages do. */
class AccessIT {

  private static final String OWN_PASSWORD = "a password of my own";

  private static AnalyticsDatabase database;
  private static RunningDashboard dashboard;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    database = AnalyticsDatabase.start(folder);
    database.given("shop", "neighbours");
    dashboard = RunningDashboard.start(database.url());
  }

  @AfterAll
  static void stop() {
    dashboard.close();
    database.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/projects",
        "/api/overview?project=shop",
        "/api/retention?project=shop",
        "/api/asked/paths?project=shop",
        "/api/definitions",
        "/api/session",
        "/api/users",
        "/api/%75sers",
        "/api/nothing"
      })
  void tellsNobodyAnythingBeforeSigningIn(String path) throws Exception {
    HttpResponse<String> answer = dashboard.getAnonymously(path);

    assertRefused(answer, 401, "sign_in_required");
    // a browser would ask by itself, and then send the password to whoever makes it ask
    assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/users", "/js/main.js", "/actuator/health"})
  void pagesAndHealthAreOpen(String path) throws Exception {
    assertThat(dashboard.getAnonymously(path).statusCode()).isEqualTo(200);
  }

  @Test
  void theFirstPasswordIsInAFileOfTheOwnerAndGoodForItsChangeAlone() throws Exception {
    try (RunningDashboard fresh = RunningDashboard.startFresh(database.url())) {
      Path file = fresh.folder().resolve("first-password");
      String first = fresh.firstPassword();

      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertRefused(fresh.getAs("admin", first, "/api/projects"), 403, "password_change_required");
      assertRefused(change(fresh, first, "too short"), 400, "bad_password");
      assertRefused(change(fresh, first, first), 400, "bad_password");
      assertThat(change(fresh, first, OWN_PASSWORD).statusCode()).isEqualTo(204);
      assertThat(file).doesNotExist();
      assertThat(fresh.getAs("admin", OWN_PASSWORD, "/api/projects").statusCode()).isEqualTo(200);
      assertRefused(fresh.getAs("admin", first, "/api/projects"), 401, "wrong_password");
    }
  }

  @Test
  void accountsSurviveARestartAndAreNoPlainText() throws Exception {
    RunningDashboard first = RunningDashboard.start(database.url());
    first.close();

    assertThat(Files.readString(first.folder().resolve("users.json")))
        .contains("{bcrypt}")
        .doesNotContain(RunningDashboard.PASSWORD);
    try (RunningDashboard second = RunningDashboard.startOn(first.folder(), database.url())) {
      assertThat(second.get("/api/projects").statusCode()).isEqualTo(200);
      assertThat(second.folder().resolve("first-password")).doesNotExist();
    }
  }

  @Test
  void aViewerSeesTheProjectsThatAnAdminGaveAndNoOther() throws Exception {
    String password = open("vera", "{\"shop\": \"viewer\"}");

    assertThat(dashboard.getAs("vera", password, "/api/projects").body())
        .contains("\"shop\"")
        .doesNotContain("leaky");
    assertThat(dashboard.getAs("vera", password, "/api/overview?project=shop").statusCode())
        .isEqualTo(200);
    assertRefused(
        dashboard.getAs("vera", password, "/api/overview?project=leaky"), 403, "not_allowed");
    assertRefused(
        dashboard.getAs("vera", password, "/api/asked/paths?project=leaky"), 403, "not_allowed");
    assertRefused(
        dashboard.getAs("vera", password, "/api/overview?project=shop&project=leaky"),
        403,
        "not_allowed");
    assertRefused(dashboard.getAs("vera", password, "/api/users"), 403, "not_allowed");
    assertRefused(dashboard.getAs("vera", password, "/api/%75sers"), 403, "not_allowed");
  }

  @Test
  void aChangeOfRolesHoldsAtOnce() throws Exception {
    String password = open("otto", "{\"shop\": \"viewer\"}");
    assertThat(admin("PUT", "/api/users/otto/roles", "{\"leaky\": \"analyst\"}").statusCode())
        .isEqualTo(204);

    assertThat(dashboard.getAs("otto", password, "/api/overview?project=leaky").statusCode())
        .isEqualTo(200);
    assertRefused(
        dashboard.getAs("otto", password, "/api/overview?project=shop"), 403, "not_allowed");
  }

  @Test
  void withoutATokenOfTheEtlItsPagesSaySo() throws Exception {
    assertRefused(dashboard.get("/api/operations/jobs"), 503, "operations_not_set_up");
    assertRefused(
        dashboard.get("/api/find/event?project=shop&message_id=m"), 503, "operations_not_set_up");
  }

  @Test
  void somebodyStaysAdmin() throws Exception {
    assertRefused(admin("DELETE", "/api/users/admin", null), 409, "last_admin");
    assertRefused(admin("PUT", "/api/users/admin/roles", "{\"*\": \"viewer\"}"), 409, "last_admin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\": \"no spaces\", \"roles\": {}}",
        "{\"name\": \"zoe\", \"roles\": {\"shop\": \"admin\"}}",
        "{\"name\": \"zoe\", \"roles\": {\"shop\": \"king\"}}",
        "{\"name\": \"zoe\", \"roles\": {\"../x\": \"viewer\"}}",
        "{\"name\": \"zoe\"}",
        "{"
      })
  void refusesAccountsThatMakeNoSense(String user) throws Exception {
    assertThat(admin("POST", "/api/users", user).statusCode()).isEqualTo(400);
    assertThat(dashboard.get("/api/users").body()).doesNotContain("zoe");
  }

  @Test
  void aChangeFromAnotherSitesPageIsRefused() throws Exception {
    String password = open("carl", "{\"*\": \"viewer\"}");

    HttpResponse<String> answer =
        dashboard.send(
            "POST", "/api/sign-in?name=carl&password=" + password.replace(" ", "%20"), null);

    assertRefused(answer, 403, "csrf");
  }

  @Test
  void aPageSignsInWithACookieThatScriptsCannotReadAndOut() throws Exception {
    String password = open("paul", "{\"shop\": \"viewer\"}");

    HttpResponse<String> signedIn = signIn(dashboard, "Paul", password);

    assertThat(signedIn.statusCode()).isEqualTo(204);
    String session = cookie(signedIn, "rivulet-session");
    assertThat(signedIn.headers().allValues("Set-Cookie"))
        .anySatisfy(
            cookie ->
                assertThat(cookie)
                    .startsWith("rivulet-session=")
                    .contains("HttpOnly", "SameSite=Lax")
                    .doesNotContain("Secure"));
    String cookies = "rivulet-session=" + session;
    HttpResponse<String> who = dashboard.send("GET", "/api/session", null, "Cookie", cookies);
    assertThat(who.body())
        .isEqualTo(
            "{\"name\":\"paul\",\"must_change_password\":false,\"has_password\":true,\"roles\":{\"shop\":\"viewer\"}}");
    String next = cookie(who, "XSRF-TOKEN");

    assertThat(
            dashboard
                .send(
                    "POST",
                    "/api/sign-out",
                    null,
                    "Cookie",
                    cookies + "; XSRF-TOKEN=" + next,
                    "X-XSRF-TOKEN",
                    next)
                .statusCode())
        .isEqualTo(204);
    assertRefused(
        dashboard.send("GET", "/api/session", null, "Cookie", cookies), 401, "sign_in_required");
  }

  @Test
  void whoIsSignedInStaysSoOverARestartUntilTheyChangeThePassword() throws Exception {
    RunningDashboard first = RunningDashboard.start(database.url());
    String session = cookie(signIn(first, "admin", RunningDashboard.PASSWORD), "rivulet-session");
    first.close();

    Path kept = first.folder().resolve("sessions");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
        .isEqualTo("rwx------");
    try (RunningDashboard second = RunningDashboard.startOn(first.folder(), database.url())) {
      String cookies = "rivulet-session=" + session;
      assertThat(second.send("GET", "/api/projects", null, "Cookie", cookies).statusCode())
          .isEqualTo(200);
      assertThat(kept).as("what was taken up is not there for somebody else").isEmptyDirectory();

      assertThat(change(second, RunningDashboard.PASSWORD, OWN_PASSWORD).statusCode())
          .isEqualTo(204);
      assertRefused(
          second.send("GET", "/api/projects", null, "Cookie", cookies), 401, "sign_in_required");
    }
  }

  @Test
  void cookiesAreSecureBehindAProxyThatSpeaksTls() throws Exception {
    HttpResponse<String> answer =
        dashboard.send("GET", "/api/session", null, "X-Forwarded-Proto", "https");

    assertThat(answer.headers().allValues("Set-Cookie"))
        .isNotEmpty()
        .allSatisfy(cookie -> assertThat(cookie).contains("Secure"));
    assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
  }

  @Test
  void slowsDownGuessingAndCountsIt() throws Exception {
    try (RunningDashboard guessed =
        RunningDashboard.start(
            database.url(), "--server.tomcat.remoteip.internal-proxies=10[.]0[.]0[.]7")) {
      for (int i = 0; i < 5; i++) {
        // from no proxy that is believed, so it does not matter whom it names
        HttpResponse<String> guess =
            guessed.getAs("admin", "guess", "/api/projects", "X-Forwarded-For", "10.1.1." + i);
        assertRefused(guess, 401, "wrong_password");
      }

      HttpResponse<String> slowed = guessed.get("/api/projects");

      assertRefused(slowed, 429, "too_many_attempts");
      assertThat(slowed.headers().firstValueAsLong("Retry-After").getAsLong()).isBetween(1L, 60L);
      assertThat(guessed.getAnonymously("/actuator/prometheus").body())
          .contains("rivulet_dashboard_sign_ins_total{outcome=\"refused\"} 5.0")
          .contains("rivulet_dashboard_sign_ins_total{outcome=\"slowed\"} 1.0");
    }
  }

  /** Signs in as a page does. */
  private static HttpResponse<String> signIn(
      RunningDashboard dashboard, String name, String password) throws Exception {
    String token = cookie(dashboard.getAnonymously("/api/session"), "XSRF-TOKEN");
    return dashboard.send(
        "POST",
        "/api/sign-in?name=%s&password=%s".formatted(name, password.replace(" ", "%20")),
        null,
        "Cookie",
        "XSRF-TOKEN=" + token,
        "X-XSRF-TOKEN",
        token);
  }

  /** Opens an account whose owner has chosen a password, and returns it. */
  private static String open(String name, String roles) throws Exception {
    HttpResponse<String> opened =
        admin("POST", "/api/users", "{\"name\": \"%s\", \"roles\": %s}".formatted(name, roles));
    assertThat(opened.statusCode()).isEqualTo(201);
    String oneTime =
        JsonMapper.shared().readTree(opened.body()).get("one_time_password").asString();
    HttpResponse<String> changed =
        dashboard.send(
            "PUT",
            "/api/session/password",
            "{\"present\": \"%s\", \"next\": \"%s\"}".formatted(oneTime, OWN_PASSWORD),
            "Authorization",
            RunningDashboard.basic(name, oneTime));
    assertThat(changed.statusCode()).isEqualTo(204);
    return OWN_PASSWORD;
  }

  private static HttpResponse<String> admin(
      String method, String path, @org.jspecify.annotations.Nullable String json) throws Exception {
    return dashboard.sendAsAdmin(method, path, json);
  }

  private static HttpResponse<String> change(RunningDashboard fresh, String present, String next)
      throws Exception {
    return fresh.send(
        "PUT",
        "/api/session/password",
        "{\"present\": \"%s\", \"next\": \"%s\"}".formatted(present, next),
        "Authorization",
        RunningDashboard.basic("admin", present));
  }

  private static String cookie(HttpResponse<String> answer, String name) {
    List<String> found =
        answer.headers().allValues("Set-Cookie").stream()
            .filter(cookie -> cookie.startsWith(name + "=") && !cookie.startsWith(name + "=;"))
            .map(cookie -> cookie.substring(name.length() + 1, cookie.indexOf(';')))
            .toList();
    assertThat(found).as(name).isNotEmpty();
    return found.get(found.size() - 1);
  }

  private static void assertRefused(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.body()).startsWith("{\"code\":\"%s\",\"message\":\"".formatted(code));
    assertThat(answer.statusCode()).isEqualTo(status);
  }
}
