package io.rivulet.etl;

import static org.awaitility.Awaitility.await;

import io.rivulet.etl.preprocess.PreprocessJob;
import io.rivulet.etl.report.ReportJob;
import io.rivulet.etl.run.RunContext;
import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import io.rivulet.event.EventJson;
import io.rivulet.event.EventType;
import io.rivulet.event.LakeObject;
import io.rivulet.event.LakeObject.Area;
import io.rivulet.event.RejectedEvent;
import io.rivulet.event.Topics;
import io.rivulet.stores.TestPostgres;
import io.rivulet.stores.TestS3;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Real S3 and PostgreSQL, the ETL on top of them, and a hand that writes what the archiver would.
 */
final class EtlParts implements AutoCloseable {
  static final String BUCKET = "rivulet";

  TestPostgres postgres;
  private final TestS3 s3Server;
  final S3Client s3;
  private final Path folder;
  private final AtomicLong nextOffset = new AtomicLong();

  private EtlParts(Path folder, TestPostgres postgres, TestS3 s3Server) {
    this.folder = folder;
    this.postgres = postgres;
    this.s3Server = s3Server;
    s3Server.setSystemProperties();
    this.s3 = S3Client.builder().forcePathStyle(true).build();
    s3.createBucket(b -> b.bucket(BUCKET));
  }

  static EtlParts start(Path folder) {
    return new EtlParts(
        folder, TestPostgres.start(folder.resolve("postgres")), TestS3.start(folder.resolve("s3")));
  }

  /** With PostgreSQL's databases in folder {@code postgres}, where they can be copied. */
  static EtlParts startWithDatabasesIn(Path folder) {
    return new EtlParts(
        folder,
        TestPostgres.onThisMachine(folder.resolve("postgres"), 0),
        TestS3.start(folder.resolve("s3")));
  }

  /** With the lake's objects as files in {@link #lakeFolder}. */
  static EtlParts startWithLakeFolder(Path folder) {
    return new EtlParts(
        folder,
        TestPostgres.start(folder.resolve("postgres")),
        TestS3.inThisJvm(folder.resolve("s3"), 0));
  }

  /** The ETL service, whose schedule never comes, so that tests start each run themselves. */
  ConfigurableApplicationContext startEtl(String projectsYaml) {
    return startEtl(projectsYaml, "1h");
  }

  ConfigurableApplicationContext startEtl(String projectsYaml, String preprocessEvery) {
    try {
      Path projects = Files.writeString(folder.resolve("projects.yml"), projectsYaml);
      return EtlApplication.builder()
          .run(arguments(projects, folder.resolve("etl"), preprocessEvery).toArray(String[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With what the ETL service is started. */
  List<String> arguments(Path projects, Path workDirectory, String preprocessEvery) {
    return List.of(
        "--server.port=0",
        "--rivulet.projects=" + projects,
        "--rivulet.admin-token=test-token",
        "--rivulet.analytics.url=" + postgres.jdbcUrl("analytics"),
        "--rivulet.ops.url=" + postgres.jdbcUrl("ops"),
        "--rivulet.lake.bucket=" + BUCKET,
        "--rivulet.etl.work-directory=" + workDirectory,
        "--rivulet.etl.memory-limit=256MB",
        "--rivulet.etl.preprocess-every=" + preprocessEvery);
  }

  /** Stops PostgreSQL, whose databases may be copied then. */
  void stopPostgres() {
    postgres.close();
  }

  /** Starts PostgreSQL, which was stopped, on what is in a folder. */
  void startPostgres(Path databases) {
    postgres = TestPostgres.onThisMachine(databases, 0);
  }

  /**
   * Where the store of {@link #startWithLakeFolder} keeps the bucket's objects, under their keys.
   */
  Path lakeFolder() {
    return folder.resolve("s3").resolve(BUCKET);
  }

  /** Writes one raw object of these events, which must be of one project and hour of receipt. */
  String archive(List<Event> events) {
    return put(
        Area.RAW,
        events.get(0).project(),
        events.get(0).receivedAt(),
        Topics.EVENTS_SESSIONIZED,
        events.stream().map(EventJson::write).toList());
  }

  /** Writes one quarantine object. */
  String quarantine(List<RejectedEvent> rejected) {
    return put(
        Area.QUARANTINE,
        rejected.get(0).project(),
        rejected.get(0).receivedAt(),
        Topics.EVENTS_REJECTED,
        rejected.stream().map(EventJson::write).toList());
  }

  private String put(
      Area area, String project, Instant receivedAt, String topic, List<byte[]> lines) {
    String key =
        LakeObject.of(area, project, receivedAt, topic, 0, nextOffset.getAndAdd(lines.size()))
            .key();
    put(key, lines);
    return key;
  }

  /** Writes an object anew with these events. */
  void rewrite(String key, List<Event> events) {
    put(key, events.stream().map(EventJson::write).toList());
  }

  private void put(String key, List<byte[]> lines) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      for (byte[] line : lines) {
        gzip.write(line);
        gzip.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    s3.putObject(
        r ->
            r.bucket(BUCKET)
                .key(key)
                .metadata(Map.of(LakeObject.LINES_METADATA, Integer.toString(lines.size()))),
        RequestBody.fromBytes(bytes.toByteArray()));
  }

  /**
   * Waits for what the schedule starts at once, which must not overtake the runs that tests start.
   */
  void awaitFirstRuns() {
    JdbcClient ops = JdbcClient.create(dataSource("ops", "rivulet", "rivulet"));
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                ops.sql(
                            "select count(*) from job_run where job = 'report' and ended_at is not null")
                        .query(Long.class)
                        .single()
                    > 0);
  }

  /** Runs both jobs for a project, in this thread. */
  static void run(ConfigurableApplicationContext etl, String project) throws Exception {
    RunContext context = new RunContext(1, Optional.of(project));
    etl.getBean(PreprocessJob.class).run(context);
    etl.getBean(ReportJob.class).run(context);
  }

  /** Each row that a BI tool would get, as its columns joined by bars. */
  List<String> rows(String sql) {
    return bi().sql(sql)
        .query(
            (row, n) -> {
              StringBuilder line = new StringBuilder();
              for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                line.append(i == 1 ? "" : "|").append(row.getString(i));
              }
              return line.toString();
            })
        .list();
  }

  /** What a BI tool sees. */
  JdbcClient bi() {
    return JdbcClient.create(dataSource("analytics", "bi_reader", "bi_reader"));
  }

  DataSource dataSource(String database, String user, String password) {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(postgres.jdbcUrl(database));
    dataSource.setUser(user);
    dataSource.setPassword(password);
    return dataSource;
  }

  /** An event of project {@code shop}, received a second after it happened. */
  static EventBuilder event(String id, String instance, String occurredAt) {
    Instant at = Instant.parse(occurredAt);
    return EventBuilder.builder()
        .eventId(id)
        .project("shop")
        .type(EventType.TRACK)
        .name("Clicked")
        .instanceId(instance)
        .occurredAt(at)
        .receivedAt(at.plusSeconds(1))
        .protocol("segment");
  }

  /** The event on that platform, web or ios. */
  static Event on(
      String platform, Event event, @Nullable String country, @Nullable String version) {
    return EventBuilder.builder(event)
        .browser(platform.equals("web") ? new Event.Browser("Firefox", "140") : null)
        .os(new Event.Os(platform.equals("web") ? "Linux" : "iOS", "17"))
        .country(country)
        .app(version == null ? null : new Event.App(null, version, null, null))
        .build();
  }

  @Override
  public void close() {
    s3.close();
    s3Server.close();
    postgres.close();
  }
}
