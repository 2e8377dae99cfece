package io.rivulet.etl;

import static io.rivulet.etl.EtlParts.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rivulet.etl.job.Jobs;
import io.rivulet.etl.run.JobRun.State;
import io.rivulet.etl.run.JobRuns;
import io.rivulet.etl.run.JobTable;
import io.rivulet.etl.run.RunContext;
import io.rivulet.etl.sqljob.StagedCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Jobs that owners add as files of SQL, from the file to the row that a BI tool reads. */
@ExtendWith(OutputCaptureExtension.class)
class SqlJobIT {

  /** What comes between the query of a run and its publication. */
  static class Interruption {
    @FunctionalInterface
    interface Work {
      void run() throws Exception;
    }

    static final AtomicReference<Work> NEXT = new AtomicReference<>();

    /** The runs that were told that their rows are published. */
    static final Set<Long> PUBLISHED = ConcurrentHashMap.newKeySet();

    @Bean
    @Primary
    StagedCheck interrupting() {
      return (job, runId, project, workbench, dataset, relation) -> {
        Work work = NEXT.getAndSet(null);
        if (work != null) {
          try {
            work.run();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        }
        return () -> PUBLISHED.add(runId);
      };
    }
  }

  private static final String CLICKS =
      """
      -- job: clicks
      -- description: Clicks of each day; it's an example.
      -- table: clicks
      -- after: [preprocess]
      -- arguments:
      --   least: {kind: number, default: 1}
      --   from: {default: it's}

      -- what a project hears of itself
      select project, event_date as day, count(*) as clicks, sum(1) as one, avg(1.0) as mean,
          max(session_id) is not null as has_session, {{project}} as named, -- {{from}}
          {{from}} as quoted
      from events where name = 'Clicked' group by all having count(*) >= {{least}};
      """;

  static EtlParts parts;
  static ConfigurableApplicationContext etl;
  static Path sqlJobs;
  static long nextRun = 1_000_000;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    parts = EtlParts.start(folder);
    sqlJobs = Files.createDirectories(folder.resolve("sql-jobs"));
    Files.writeString(sqlJobs.resolve("clicks.sql"), CLICKS);
    Files.writeString(sqlJobs.resolve("broken.sql"), "-- job: broken\n-- tabel: x\nselect 1");
    Files.writeString(
        sqlJobs.resolve("misled.sql"), "-- job: m\n-- table: m\n-- after: [x]\nselect 1");
    Files.writeString(sqlJobs.resolve("report.sql"), "-- job: report\n-- table: r\nselect 1");
    Files.write(sqlJobs.resolve("latin1.sql"), new byte[] {'-', '-', (byte) 0xe4});
    Files.writeString(
        sqlJobs.resolve("copies.sql"),
        "-- job: copies\n-- table: copies\nselect 1 as n; copy (select 1) to '"
            + folder.resolve("stolen.csv")
            + "'");
    Files.writeString(folder.resolve("projects.yml"), "projects: [{id: shop, write-keys: [k]}]");
    etl =
        EtlApplication.builder()
            .sources(Interruption.class)
            .run(
                "--server.port=0",
                "--rivulet.projects=" + folder.resolve("projects.yml"),
                "--rivulet.admin-token=test-token",
                "--rivulet.analytics.url=" + parts.postgres.jdbcUrl("analytics"),
                "--rivulet.ops.url=" + parts.postgres.jdbcUrl("ops"),
                "--rivulet.lake.bucket=" + EtlParts.BUCKET,
                "--rivulet.etl.work-directory=" + folder.resolve("etl"),
                "--rivulet.etl.memory-limit=256MB",
                "--rivulet.etl.preprocess-every=1s",
                "--rivulet.etl.sql-jobs=" + sqlJobs);
    parts.archive(List.of(event("s1", "i1", "2026-03-01T10:00:00Z").build()));
    parts.archive(List.of(event("b1", "i1", "2026-03-01T10:00:00Z").project("bakery").build()));
    await()
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(clicks()).containsExactly("bakery 1 t", "shop 1 t"));
    // From here on it runs when a test says so.
    etl.getBean(JobTable.class).pause("clicks", true);
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> etl.getBean(JobRuns.class).latest("clicks", State.RUNNING, 1).isEmpty());
  }

  @AfterAll
  static void stop() {
    etl.close();
    parts.close();
  }

  @Test
  void its_rows_are_there_for_bi_tools_with_types_that_they_know() {
    assertThat(
            JdbcClient.create(parts.dataSource("analytics", "rivulet", "rivulet"))
                .sql(
                    "select column_name || ' ' || data_type from information_schema.columns"
                        + " where table_schema = 'bi' and table_name = 'custom_clicks'"
                        + " order by ordinal_position")
                .query(String.class)
                .list())
        .containsExactly(
            "project character varying",
            "day date",
            "clicks bigint",
            "one numeric",
            "mean double precision",
            "has_session boolean",
            "named character varying",
            "quoted character varying");
    assertThat(
            parts
                .bi()
                .sql("select obj_description('bi.custom_clicks'::regclass)")
                .query(String.class)
                .single())
        .isEqualTo("Clicks of each day; it's an example.");
    assertThat(
            parts
                .bi()
                .sql("select project || named || quoted from bi.custom_clicks order by 1")
                .query(String.class)
                .list())
        .containsExactly("bakerybakeryit's", "shopshopit's");
  }

  @Test
  void a_run_of_one_project_leaves_the_others_alone() throws Exception {
    run("clicks", Map.of("project", "shop", "least", "2"));
    assertThat(clicks()).containsExactly("bakery 1 t");

    run("clicks", Map.of("least", "1", "from", "it's"));
    assertThat(clicks()).containsExactly("bakery 1 t", "shop 1 t");
  }

  @Test
  void a_run_that_was_taken_for_dead_brings_nothing_back() throws Exception {
    long late = nextRun++;
    Interruption.NEXT.set(() -> run("clicks", Map.of("least", "1", "from", "it's")));

    assertThatThrownBy(() -> job("clicks").run(new RunContext(late, Map.of("least", "9"))))
        .hasMessage("a later run of clicks published meanwhile");
    assertThat(clicks()).containsExactly("bakery 1 t", "shop 1 t");
    assertThat(Interruption.PUBLISHED).contains(late + 1).doesNotContain(late);
  }

  @Test
  void runs_that_wait_may_begin_in_any_order() throws Exception {
    long first = nextRun++;
    run("clicks", Map.of("least", "9", "project", "bakery"));
    assertThat(clicks()).containsExactly("shop 1 t");

    job("clicks").run(new RunContext(first, Map.of("least", "1", "from", "it's")));

    assertThat(clicks()).containsExactly("bakery 1 t", "shop 1 t");
  }

  @Test
  void a_typo_leaves_a_job_as_it_was(CapturedOutput output) throws Exception {
    Path file = sqlJobs.resolve("typo.sql");
    Files.writeString(file, "-- job: typo\n-- table: typo\nselect 1 as n");
    await().atMost(Duration.ofMinutes(1)).until(() -> jobs().find("typo").isPresent());

    Files.writeString(file, "-- job: typo\n-- tabel: typo\nselect 1 as n");
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(output).contains("its job stays as it was"));
    run("typo", Map.of());

    Files.delete(file);
    await().atMost(Duration.ofMinutes(1)).until(() -> jobs().find("typo").isEmpty());
  }

  @Test
  void a_query_is_one_select_and_writes_nothing() throws Exception {
    Path stolen = sqlJobs.resolveSibling("stolen.csv");

    assertThatThrownBy(() -> run("copies", Map.of())).hasMessageContaining("not one select");
    assertThat(stolen).doesNotExist();
    assertThat(clicks()).containsExactly("bakery 1 t", "shop 1 t");
  }

  @Test
  void a_file_may_come_change_its_columns_and_go() throws Exception {
    Path file = sqlJobs.resolve("visits.sql");
    Files.writeString(
        file, "-- job: visits\n-- table: visits\nselect count(*) as visits from sessions");
    await().atMost(Duration.ofMinutes(1)).until(() -> jobs().find("visits").isPresent());
    run("visits", Map.of());
    assertThat(
            parts.bi().sql("select sum(visits) from bi.custom_visits").query(Long.class).single())
        .isEqualTo(2);

    Files.writeString(
        file,
        "-- job: visits\n-- table: visits\nselect current_date as day, count(*) as n from sessions");
    await()
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              run("visits", Map.of());
              assertThat(
                      parts
                          .bi()
                          .sql("select sum(n) from bi.custom_visits")
                          .query(Long.class)
                          .single())
                  .isEqualTo(2);
            });

    Files.delete(file);
    await().atMost(Duration.ofMinutes(1)).until(() -> jobs().find("visits").isEmpty());
  }

  private static void run(String job, Map<String, String> arguments) throws Exception {
    job(job).run(new RunContext(nextRun++, arguments));
  }

  private static io.rivulet.etl.run.Job job(String name) {
    return jobs().find(name).orElseThrow();
  }

  private static Jobs jobs() {
    return etl.getBean(Jobs.class);
  }

  private static List<String> clicks() {
    return parts
        .bi()
        .sql(
            "select project || ' ' || clicks || ' ' || left(has_session::text, 1)"
                + " from bi.custom_clicks order by 1")
        .query(String.class)
        .list();
  }
}
