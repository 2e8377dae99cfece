package io.rivulet.dashboard;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.springframework.context.ConfigurableApplicationContext;

/** The service on a free port, and a client of it. */
final class RunningDashboard implements AutoCloseable {

  private final ConfigurableApplicationContext context;
  private final HttpClient client = HttpClient.newHttpClient();

  private RunningDashboard(ConfigurableApplicationContext context) {
    this.context = context;
  }

  static RunningDashboard start(String databaseUrl) {
    return new RunningDashboard(
        DashboardApplication.builder()
            .run(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--rivulet.analytics.url=" + databaseUrl));
  }

  URI address() {
    String port = context.getEnvironment().getRequiredProperty("local.server.port");
    return URI.create("http://127.0.0.1:" + port);
  }

  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(address().resolve(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  @Override
  public void close() {
    context.close();
  }
}
