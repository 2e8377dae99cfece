package io.rivulet.benchmarks.reports;

import io.rivulet.benchmarks.Service;
import io.rivulet.dashboard.DashboardApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The dashboard's process, signed in to as a browser is, and what its pages ask. */
final class Pages implements AutoCloseable {
  private static final String HEAP = "256m";
  private static final String PASSWORD = "a long password of benchmarks";

  /** A person of many visits. */
  private static final String FAITHFUL = "u-00000000";

  /**
   * A request that a page sends for its figures.
   *
   * @param page its title
   * @param path with what is asked for, but for project and days
   */
  record Request(String page, String path) {}

  private final Service service;
  private final HttpClient http = HttpClient.newHttpClient();
  private String cookie = "";

  private Pages(Service service) {
    this.service = service;
  }

  /** Starts it over the database and signs in. */
  static Pages open(Path work, FilledDatabase database) throws IOException, InterruptedException {
    Path folder = work.resolve("dashboard");
    Service service =
        Service.start(
            work,
            "dashboard",
            HEAP,
            DashboardApplication.class,
            List.of(
                "--rivulet.access.directory=" + folder,
                "--rivulet.analytics.url=" + database.server().jdbcUrl("analytics")),
            Map.of());
    service.awaitReady();
    Pages pages = new Pages(service);
    pages.signIn(Files.readString(folder.resolve("first-password")).strip());
    return pages;
  }

  private void signIn(String oneTime) throws IOException, InterruptedException {
    String basic =
        "Basic "
            + Base64.getEncoder()
                .encodeToString(("admin:" + oneTime).getBytes(StandardCharsets.UTF_8));
    send(
        request("/api/session/password")
            .header("Authorization", basic)
            .header("Content-Type", "application/json")
            .PUT(
                BodyPublishers.ofString(
                    "{\"present\": \"%s\", \"next\": \"%s\"}".formatted(oneTime, PASSWORD))));
    HttpResponse<String> signedIn =
        send(
            request("/api/sign-in")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Cookie", "XSRF-TOKEN=benchmark")
                .header("X-XSRF-TOKEN", "benchmark")
                .POST(
                    BodyPublishers.ofString("name=admin&password=" + PASSWORD.replace(' ', '+'))));
    cookie =
        signedIn.headers().allValues("Set-Cookie").stream()
            .filter(set -> set.startsWith("rivulet-session="))
            .map(set -> set.substring(0, set.indexOf(';')))
            .findFirst()
            .orElseThrow();
  }

  /** What each page asks, the days left open. */
  static List<Request> requests() {
    List<Request> all = new ArrayList<>();
    add(
        all,
        "Overview",
        "overview?",
        "retention?period=week",
        "projects?",
        "definitions?",
        "reports/parts?");
    narrowed(all, "Overview", "reports/audience?");
    add(all, "Engagement", "reports/engagement?");
    narrowed(all, "Engagement", "reports/part-engagement?");
    add(all, "Retention", "retention?period=day", "retention?period=month");
    narrowed(all, "Retention", "retention?period=week&", "retention?period=month&");
    add(all, "Funnels", "reports/funnels?funnel=Funnel%201");
    add(all, "Paths", "reports/paths?kind=view", "reports/paths?kind=event");
    add(all, "Features", "reports/features?", "reports/feature-days?feature=Feature%201");
    add(all, "Events", "reports/events?", "reports/event-days?name=Event%201&type=track");
    add(
        all,
        "Events",
        "reports/part-events?platform=ios",
        "reports/part-event-days?platform=ios&name=Event%201&type=track");
    add(all, "Devices", "reports/devices?dimension=model", "reports/devices?dimension=country");
    narrowed(all, "Devices", "reports/part-devices?dimension=model&");
    add(
        all,
        "Sessions",
        "reports/sessions?",
        "reports/sessions?platform=ios",
        "reports/sessions?person=" + FAITHFUL,
        "reports/sessions?engaged=no&country=Country%2050");
    add(all, "Person", "reports/person?person=" + FAITHFUL);
    add(all, "Operations", "operations/quarantine?", "operations/freshness?");
    return List.copyOf(all);
  }

  /** A part that has a fifth of the sessions, one of few, and everybody, more than any part has. */
  private static void narrowed(List<Request> all, String page, String... paths) {
    for (String path : paths) {
      add(
          all,
          page,
          path + "platform=ios",
          path + "country=Country%2050&app_version=4.7",
          path + "platform=");
    }
  }

  private static void add(List<Request> all, String page, String... paths) {
    Arrays.stream(paths).forEach(path -> all.add(new Request(page, path)));
  }

  /**
   * Asks.
   *
   * @param days as parameters of the address
   * @return characters of the answer
   * @throws IllegalStateException where there is no answer with figures
   */
  int ask(Request asked, String days) throws IOException, InterruptedException {
    String body =
        send(request("/api/" + asked.path() + "&project=" + FilledDatabase.PROJECT + "&" + days)
                .header("Cookie", cookie))
            .body();
    if (body.contains("\"report\":null")) {
      throw new IllegalStateException(asked + " has no figures");
    }
    return body.length();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + service.port() + path.replace("?&", "?")));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpRequest sent = request.build();
    HttpResponse<String> response = http.send(sent, BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IllegalStateException(
          sent.uri() + ": " + response.statusCode() + " " + response.body());
    }
    return response;
  }

  @Override
  public void close() {
    service.child().close();
  }
}
