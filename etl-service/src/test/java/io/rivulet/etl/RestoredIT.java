package io.rivulet.etl;

import static io.rivulet.etl.EtlParts.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rivulet.etl.run.RunContext;
import io.rivulet.etl.verify.RebuildJob;
import io.rivulet.event.Event;
import io.rivulet.event.EventType;
import io.rivulet.event.RejectedEvent;
import io.rivulet.event.RejectionReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/** PostgreSQL is gone and the lake is there: with a backup that is older, and without any. */
class RestoredIT {
  private static final String PROJECTS = "projects: [{id: shop, write-keys: [k]}]";

  static Path folder;
  static EtlParts parts;
  static Instant today;
  static List<String> reports;

  /** A day of work, the backup of its evening, and another day. */
  @BeforeAll
  static void work_and_lose(@TempDir Path temporary) throws Exception {
    folder = temporary;
    today = Instant.now().truncatedTo(ChronoUnit.DAYS);
    parts = EtlParts.startWithDatabasesIn(folder);
    arrive(0);
    try (var etl = startEtl()) {
      EtlParts.run(etl, "shop");
    }
    parts.stopPostgres();
    copy("postgres", "backup");
    parts.startPostgres(folder.resolve("postgres"));
    arrive(1);
    try (var etl = startEtl()) {
      EtlParts.run(etl, "shop");
      reports = reports();
    }
    assertThat(reports).hasSizeGreaterThan(40);
    removeReplacedFiles();
  }

  @AfterAll
  static void stop() {
    parts.close();
  }

  @Test
  void the_lake_alone_gives_the_same_reports_again() throws Exception {
    parts.stopPostgres();
    parts.startPostgres(folder.resolve("new"));

    try (var etl = startEtl()) {
      EtlParts.run(etl, "shop");

      assertThat(reports()).isEqualTo(reports);
    }
  }

  @Test
  void a_backup_older_than_the_lake_gives_the_same_reports_after_a_rebuild() throws Exception {
    parts.stopPostgres();
    parts.startPostgres(folder.resolve("backup"));

    try (var etl = startEtl()) {
      // files that it names are gone
      assertThatThrownBy(() -> EtlParts.run(etl, "shop"))
          .hasMessageStartingWith("project shop: The specified key does not exist");
      etl.getBean(RebuildJob.class).run(new RunContext(1_000, Map.of("project", "shop")));
      EtlParts.run(etl, "shop");

      assertThat(reports()).isEqualTo(reports);
    }
  }

  private static ConfigurableApplicationContext startEtl() {
    ConfigurableApplicationContext etl = parts.startEtl(PROJECTS);
    parts.awaitFirstRuns();
    return etl;
  }

  /** Two objects of events and one of refused ones; both times of the same days and persons. */
  private static void arrive(int time) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String id = "e-" + time + "-" + i;
      Instant at = Instant.parse("2026-03-01T08:00:00Z").plus(7L * i + time, ChronoUnit.HOURS);
      var event = event(id, "i" + i % 5, at.toString()).receivedAt(today);
      events.add(
          i % 10 == 0
              ? event.type(EventType.IDENTIFY).name(null).userId("u" + i % 3).build()
              : event.build());
    }
    parts.archive(events.subList(0, 25));
    // some of them once more
    parts.archive(events.subList(20, 40));
    parts.quarantine(
        List.of(
            new RejectedEvent(
                "shop", today, RejectionReason.MISSING_ID, "no id", "segment", null, 0, "{}")));
  }

  /** All rows of all views, but for what tells which run it was and when. */
  private static List<String> reports() {
    List<String> rows = new ArrayList<>();
    for (String view :
        parts.rows(
            "select table_name from information_schema.views where table_schema = 'bi' order by 1")) {
      // what became different in between is history that a backup and the lake do not have
      if (!view.equals("restatements")) {
        parts
            .rows(
                "select to_jsonb(v) - '{run_id,published_at}'::text[] from bi."
                    + view
                    + " v order by 1")
            .forEach(row -> rows.add(view + " " + row));
      }
    }
    return rows;
  }

  /** As later runs do, when those who read them must be done. */
  private static void removeReplacedFiles() {
    List<String> replaced =
        JdbcClient.create(parts.dataSource("analytics", "rivulet", "rivulet"))
            .sql("select object_key from mart.obsolete_object")
            .query(String.class)
            .list();
    assertThat(replaced).isNotEmpty();
    replaced.forEach(key -> parts.s3.deleteObject(b -> b.bucket(EtlParts.BUCKET).key(key)));
    FileSystemUtils.deleteRecursively(folder.resolve("etl").toFile());
  }

  /** The databases and, beside them, the superuser's password. */
  private static void copy(String from, String to) throws IOException {
    FileSystemUtils.copyRecursively(folder.resolve(from), folder.resolve(to));
    // PostgreSQL insists on that
    Files.setPosixFilePermissions(folder.resolve(to), PosixFilePermissions.fromString("rwx------"));
    Files.copy(folder.resolve(from + ".password"), folder.resolve(to + ".password"));
  }
}
