package io.rivulet.dashboard;

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
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

/** The service on a free port with accounts of its own, and a client that is its admin. */
final class RunningDashboard implements AutoCloseable {

  static final String ADMIN = "admin";
  static final String PASSWORD = "correct horse battery staple";

  private final ConfigurableApplicationContext context;
  private final Path folder;
  private final HttpClient client = HttpClient.newHttpClient();

  private RunningDashboard(ConfigurableApplicationContext context, Path folder) {
    this.context = context;
    this.folder = folder;
  }

  /** A dashboard whose admin has chosen a password. */
  static RunningDashboard start(String databaseUrl, String... arguments)
      throws IOException, InterruptedException {
    RunningDashboard dashboard = startFresh(databaseUrl, arguments);
    dashboard.chooseAdminPassword();
    return dashboard;
  }

  /** A dashboard at its first start: the admin's password is the one-time one. */
  static RunningDashboard startFresh(String databaseUrl, String... arguments) throws IOException {
    return startOn(Files.createTempDirectory("dashboard"), databaseUrl, arguments);
  }

  /** A dashboard on a folder that another one may have used. */
  static RunningDashboard startOn(Path folder, String databaseUrl, String... arguments) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--rivulet.access.directory=" + folder,
                "--rivulet.analytics.url=" + databaseUrl));
    all.addAll(List.of(arguments));
    return new RunningDashboard(
        DashboardApplication.builder().run(all.toArray(String[]::new)), folder);
  }

  Path folder() {
    return folder;
  }

  String firstPassword() throws IOException {
    return Files.readString(folder.resolve("first-password")).strip();
  }

  private void chooseAdminPassword() throws IOException, InterruptedException {
    String first = firstPassword();
    HttpResponse<String> changed =
        send(
            "PUT",
            "/api/session/password",
            "{\"present\":\"%s\",\"next\":\"%s\"}".formatted(first, PASSWORD),
            "Authorization",
            basic(ADMIN, first));
    if (changed.statusCode() != 204) {
      throw new AssertionError(changed.statusCode() + " " + changed.body());
    }
  }

  URI address() {
    String port = context.getEnvironment().getRequiredProperty("local.server.port");
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Asks as the admin. */
  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return getAs(ADMIN, PASSWORD, path, headers);
  }

  HttpResponse<String> getAs(String name, String password, String path, String... headers)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(headers));
    all.addAll(List.of("Authorization", basic(name, password)));
    return send("GET", path, null, all.toArray(String[]::new));
  }

  /** Asks as nobody. */
  HttpResponse<String> getAnonymously(String path) throws IOException, InterruptedException {
    return send("GET", path, null);
  }

  /** Sends JSON as the admin. */
  HttpResponse<String> sendAsAdmin(String method, String path, @Nullable String json)
      throws IOException, InterruptedException {
    return send(method, path, json, "Authorization", basic(ADMIN, PASSWORD));
  }

  HttpResponse<String> send(String method, String path, @Nullable String json, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address().resolve(path))
            .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
    if (json != null) {
      request.header("Content-Type", "application/json");
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  static String basic(String name, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    context.close();
  }
}
