package io.rivulet.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rivulet.embedded.FreePort;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard outlives its database, and does not need it to start. */
class DatabaseAwayIT {

  @Test
  void startsWithoutTheDatabaseAndAnswersOnceItIsThere(@TempDir Path folder) throws Exception {
    int port = FreePort.find();
    String url = "jdbc:postgresql://localhost:%d/analytics".formatted(port);
    try (RunningDashboard dashboard = RunningDashboard.start(url)) {
      assertRefused(dashboard, "database_unavailable");
      assertThat(status(dashboard, "/actuator/health/readiness")).isEqualTo(503);
      assertThat(status(dashboard, "/actuator/health/liveness")).isEqualTo(200);
      assertThat(status(dashboard, "/")).isEqualTo(200);

      try (AnalyticsDatabase database = AnalyticsDatabase.startEmpty(folder, port)) {
        assertRefused(dashboard, "reports_not_ready");
        assertThat(status(dashboard, "/actuator/health/readiness")).isEqualTo(503);

        database.migrate();
        assertThat(dashboard.get("/api/projects").body()).isEqualTo("[]");
        assertThat(status(dashboard, "/actuator/health/readiness")).isEqualTo(200);
      }

      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() -> assertRefused(dashboard, "database_unavailable"));
    }
  }

  private static void assertRefused(RunningDashboard dashboard, String code) throws Exception {
    HttpResponse<String> answer = dashboard.get("/api/projects");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).startsWith("{\"code\":\"%s\",\"message\":\"".formatted(code));
  }

  private static int status(RunningDashboard dashboard, String path) throws Exception {
    return dashboard.get(path).statusCode();
  }
}
