package io.rivulet.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A process of the service is killed in the middle of its work; another one takes over. */
class LostWorkerIT {
  private static final Duration START = Duration.ofMinutes(2);

  /** What is promised for closing the run of a killed worker. */
  private static final Duration CLOSED_WITHIN = Duration.ofMinutes(1);

  @Test
  void the_run_of_a_killed_process_is_closed_within_a_minute_and_repeated_by_another(
      @TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("projects.yml"), "projects: [{id: shop, write-keys: [k]}]");
    Files.writeString(
        folder.resolve("jobs.yml"),
        """
        triggers:
          gate-once: {job: gate, every: 300d}
          tick-each-second: {job: tick, cron: "* * * * * *"}
          cheerer-after-gate: {job: cheerer, any: {gate: [succeeded]}}
          mourner-after-gate: {job: mourner, any: {gate: [failed]}}
        """);
    try (EtlParts parts = EtlParts.start(folder)) {
      Process doomed = process(folder, settings(parts, folder, "doomed"));
      try {
        JdbcClient ops = JdbcClient.create(parts.dataSource("ops", "rivulet", "rivulet"));
        await()
            .atMost(START)
            .ignoreExceptions()
            .untilAsserted(() -> assertThat(states(ops, "gate")).containsExactly("1 RUNNING "));
        ProbeJobs.GATE.release(10);
        try (ConfigurableApplicationContext heir =
            EtlApplication.builder()
                .sources(ProbeJobs.class)
                .run(settings(parts, folder, "heir").toArray(String[]::new))) {
          doomed.destroyForcibly().waitFor();

          await()
              .atMost(CLOSED_WITHIN)
              .untilAsserted(
                  () ->
                      assertThat(states(ops, "gate"))
                          .containsExactly("1 FAILED worker lost", "2 SUCCEEDED "));
          await()
              .atMost(Duration.ofSeconds(10))
              .untilAsserted(
                  () -> assertThat(states(ops, "cheerer")).containsExactly("1 SUCCEEDED "));
          assertThat(states(ops, "mourner")).isEmpty();
          assertThat(
                  ops.sql(
                          "select count(*) from job_run where job = 'tick'"
                              + " and created_at > now() - interval '5 seconds'")
                      .query(Long.class)
                      .single())
              .isPositive();
          assertThat(heir.isRunning()).isTrue();
        }
      } finally {
        doomed.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      }
    }
  }

  private static List<String> states(JdbcClient ops, String job) {
    return ops.sql(
            "select attempt || ' ' || state || ' ' || coalesce(message, '') from job_run"
                + " where job = ? order by run_id")
        .param(job)
        .query(String.class)
        .list();
  }

  private static List<String> settings(EtlParts parts, Path folder, String name) {
    return List.of(
        "--server.port=0",
        "--rivulet.projects=" + folder.resolve("projects.yml"),
        "--rivulet.admin-token=test-token",
        "--rivulet.analytics.url=" + parts.postgres.jdbcUrl("analytics"),
        "--rivulet.ops.url=" + parts.postgres.jdbcUrl("ops"),
        "--rivulet.lake.bucket=" + EtlParts.BUCKET,
        "--rivulet.etl.work-directory=" + folder.resolve(name),
        "--rivulet.etl.memory-limit=64MB",
        "--rivulet.etl.jobs=" + folder.resolve("jobs.yml"),
        "--rivulet.etl.sql-jobs=" + folder.resolve("none"));
  }

  private static Process process(Path folder, List<String> settings) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    System.getProperties()
        .forEach(
            (name, value) -> {
              // where the S3 server is and who may use it
              if (name.toString().startsWith("aws.")) {
                command.add("-D" + name + "=" + value);
              }
            });
    command.addAll(
        List.of("-Xmx256m", "-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(settings);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("doomed.log").toFile())
        .start();
  }

  /** The service with the jobs of the tests. */
  static final class Main {
    private Main() {}

    public static void main(String[] arguments) {
      EtlApplication.builder().sources(ProbeJobs.class).run(arguments);
    }
  }
}
