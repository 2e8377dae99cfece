package io.rivulet.benchmarks.etl;

import io.rivulet.benchmarks.BusyCores;
import io.rivulet.benchmarks.Child;
import io.rivulet.benchmarks.Memory;
import io.rivulet.benchmarks.Service;
import io.rivulet.benchmarks.WorkFolder;
import io.rivulet.benchmarks.etl.EtlResults.Figure;
import io.rivulet.benchmarks.sessionizer.StoreProcess;
import io.rivulet.embedded.PostgresServer;
import io.rivulet.embedded.S3Server;
import io.rivulet.etl.EtlApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Store, filler and bare scan for all rounds; PostgreSQL and the ETL anew for each. */
final class EtlBed implements AutoCloseable {
  static final String PROJECT = "benchmark";

  private static final String STORE_HEAP = "256m";
  private static final String FILLER_HEAP = "512m";
  private static final String SCAN_HEAP = "128m";
  private static final String ETL_HEAP = "256m";
  private static final String TOKEN = "benchmark-token";
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
  private static final JsonMapper JSON = new JsonMapper();
  private static final String PROJECTS =
      """
      projects:
        - id: %s
          write-keys: [benchmark-write-key]
          time-zone: Europe/Vienna
          features: [{name: Buy, events: [Order Completed]}]
      """
          .formatted(PROJECT);

  /** Jobs run when they are asked to, one after the other. */
  private static final String JOBS = "jobs: {preprocess: {timeout: 3h}, report: {timeout: 3h}}";

  private static final String FOUR_WEEKS = "&from=2026-03-04&to=2026-03-31";

  /** What readers ask for; all events are on the web, and no part can be more than all. */
  static final Map<String, String> ASKED =
      Map.of(
          "a built funnel",
          "funnels?window_seconds=604800"
              + "&step=Product%20Viewed&step=Product%20Added&step=Order%20Completed",
          "paths of a platform",
          "paths?kind=event&platform=web",
          "events of a platform",
          "events?platform=web",
          "features of a platform",
          "features?platform=web");

  private final Path work;
  private final EtlBenchmark.Limits limits;
  private final Path projects;
  private final Path jobs;
  private final Child store;
  private final Child filler;
  private final Map<String, String> storeAccess;
  private final S3Client s3;
  private final HttpClient http = HttpClient.newHttpClient();

  /** One ETL with databases of its own. */
  record Etl(Service service, PostgresServer postgres) implements AutoCloseable {
    @Override
    public void close() {
      service.child().close();
      postgres.close();
    }
  }

  /**
   * Starts store and filler.
   *
   * @param events of the history, which is not written yet
   */
  EtlBed(Path work, EtlBenchmark.Limits limits, int events) throws IOException {
    this.work = work;
    this.limits = limits;
    projects = Files.writeString(work.resolve("projects.yml"), PROJECTS);
    jobs = Files.writeString(work.resolve("jobs.yml"), JOBS);
    store =
        Child.start(
            work, "store", STORE_HEAP, StoreProcess.class, List.of(work.resolve("s3").toString()));
    String endpoint = store.read();
    storeAccess =
        Map.of(
            "AWS_ACCESS_KEY_ID", S3Server.ACCESS_KEY_ID,
            "AWS_SECRET_ACCESS_KEY", S3Server.SECRET_ACCESS_KEY,
            "AWS_REGION", S3Server.REGION,
            "AWS_ENDPOINT_URL_S3", endpoint,
            // as ./run sets it: glibc's further arenas are memory that nobody uses
            "MALLOC_ARENA_MAX", "2");
    s3 =
        S3Client.builder()
            .endpointOverride(URI.create(endpoint))
            .region(Region.of(S3Server.REGION))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(S3Server.ACCESS_KEY_ID, S3Server.SECRET_ACCESS_KEY)))
            .forcePathStyle(true)
            .httpClientBuilder(Apache5HttpClient.builder())
            .build();
    var unused = s3.createBucket(r -> r.bucket(LakeFiller.BUCKET));
    filler =
        Child.start(
            work,
            "filler",
            FILLER_HEAP,
            LakeFiller.class,
            List.of(projects.toString(), Integer.toString(events), work.toString()),
            storeAccess);
  }

  LakeFiller.Filled fill(LakeFiller.Kind kind, int events) {
    return JSON.readValue(
        filler.ask(JSON.writeValueAsString(new LakeFiller.Order(kind, events))),
        LakeFiller.Filled.class);
  }

  /** Takes raw objects out of the store again. */
  void remove(List<String> keys) {
    for (String key : keys) {
      var unused = s3.deleteObject(r -> r.bucket(LakeFiller.BUCKET).key(key));
    }
  }

  /** Starts the limit, which fetches all raw objects that are there. */
  Child startScan() {
    Child scan =
        Child.start(
            work,
            "scan",
            SCAN_HEAP,
            BareScan.class,
            List.of(
                work.resolve("scan").toString(),
                limits.memory(),
                Integer.toString(limits.threads())),
            storeAccess);
    if (!scan.read().equals("ready")) {
      throw new IllegalStateException("the bare scan does not begin");
    }
    return scan;
  }

  Figure scan(Child scan) {
    double cpu = scan.cpuSeconds();
    double system = BusyCores.systemSeconds();
    BareScan.Done done = JSON.readValue(scan.ask(""), BareScan.Done.class);
    double used = scan.cpuSeconds() - cpu;
    return new Figure(
        done.seconds(),
        used,
        0,
        Math.max(0, BusyCores.systemSeconds() - system - used) / done.seconds(),
        Memory.of(scan).residentPeak(),
        done.lines(),
        0,
        "");
  }

  /** Starts an ETL that has read nothing yet. */
  Etl startEtl(boolean isProfile) throws IOException, InterruptedException {
    WorkFolder.delete(work.resolve("etl"));
    WorkFolder.delete(work.resolve("postgres"));
    PostgresServer postgres = PostgresServer.start(work.resolve("postgres"), 0);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--rivulet.projects=" + projects,
                "--rivulet.admin-token=" + TOKEN,
                "--rivulet.analytics.url=" + postgres.jdbcUrl("analytics"),
                "--rivulet.ops.url=" + postgres.jdbcUrl("ops"),
                "--rivulet.etl.jobs=" + jobs,
                "--rivulet.etl.work-directory=" + work.resolve("etl"),
                "--rivulet.etl.memory-limit=" + limits.memory(),
                "--rivulet.etl.threads=" + limits.threads()));
    if (isProfile) {
      arguments.add("--logging.level.io.rivulet.etl.engine=debug");
    }
    Service service =
        Service.start(work, "etl", ETL_HEAP, EtlApplication.class, arguments, storeAccess);
    service.awaitReady();
    return new Etl(service, postgres);
  }

  /** Runs a job to its end. */
  Figure run(Etl etl, String job) throws IOException, InterruptedException, SQLException {
    Child child = etl.service().child();
    Memory.forgetResidentPeak(child);
    long before = newestPublication(etl);
    double cpu = child.cpuSeconds();
    double storeCpu = store.cpuSeconds();
    double system = BusyCores.systemSeconds();
    JsonNode run = send(etl, "POST", "jobs/" + job + "/runs");
    long id = run.get("id").asLong();
    while (!run.has("ended_at")) {
      Thread.sleep(BETWEEN_LOOKS.toMillis());
      child.requireAlive();
      run = send(etl, "GET", "runs/" + id);
    }
    if (!run.get("state").asString().equals("SUCCEEDED")) {
      throw new IllegalStateException(job + " ended as " + run);
    }
    double seconds =
        Duration.between(
                    Instant.parse(run.get("started_at").asString()),
                    Instant.parse(run.get("ended_at").asString()))
                .toNanos()
            / 1e9;
    double used = child.cpuSeconds() - cpu;
    double ofStore = store.cpuSeconds() - storeCpu;
    return new Figure(
        seconds,
        used,
        ofStore,
        Math.max(0, BusyCores.systemSeconds() - system - used - ofStore) / seconds,
        Memory.of(child).residentPeak(),
        run.get("rows_in").asLong(),
        run.get("rows_out").asLong(),
        touched(etl, before));
  }

  /**
   * Asks for a report that no table has, as a reader does; nothing where that ends at its limit.
   */
  Optional<Figure> answer(Etl etl, String report) throws IOException, InterruptedException {
    Child child = etl.service().child();
    Memory.forgetResidentPeak(child);
    double cpu = child.cpuSeconds();
    double system = BusyCores.systemSeconds();
    long begin = System.nanoTime();
    JsonNode rows = send(etl, "GET", "asked/" + report + "&project=" + PROJECT + FOUR_WEEKS);
    if (isTooSlow(rows)) {
      return Optional.empty();
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    double used = child.cpuSeconds() - cpu;
    return Optional.of(
        new Figure(
            seconds,
            used,
            0,
            Math.max(0, BusyCores.systemSeconds() - system - used) / seconds,
            Memory.of(child).residentPeak(),
            0,
            rows.size(),
            ""));
  }

  private JsonNode send(Etl etl, String method, String path)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + etl.service().port() + "/api/" + path))
            .header("Authorization", "Bearer " + TOKEN)
            .header("Content-Type", "application/json")
            .method(
                method,
                method.equals("POST") ? BodyPublishers.ofString("{}") : BodyPublishers.noBody())
            .build();
    var response = http.send(request, BodyHandlers.ofString());
    JsonNode answer = JSON.readTree(response.body());
    if (response.statusCode() / 100 != 2 && !isTooSlow(answer)) {
      throw new IllegalStateException(path + ": " + response.statusCode() + response.body());
    }
    return answer;
  }

  private static boolean isTooSlow(JsonNode answer) {
    return answer.path("code").asString("").equals("report_too_slow");
  }

  private static long newestPublication(Etl etl) throws SQLException {
    return Long.parseLong(
        ask(etl, "select coalesce(max(publication_id), 0) from mart.curated_partition"));
  }

  /** The partitions that later publications wrote, as {@code events: 2026-03-11; sessions: ...}. */
  private static String touched(Etl etl, long publication) throws SQLException {
    return ask(
        etl,
        "select coalesce(string_agg(t.dataset || ': ' || t.dates, '; ' order by t.dataset), '') from"
            + " (select dataset, case when count(*) > 4 then count(*) || ' days'"
            + " else string_agg(event_date::text, ', ' order by event_date) end as dates"
            + " from mart.curated_partition where publication_id > "
            + publication
            + " group by dataset) t");
  }

  /** Lines that are neither curated nor copies: 0, or the figures do not count. */
  static long difference(Etl etl) throws SQLException {
    return Long.parseLong(
        ask(etl, "select coalesce(sum(abs(difference)), 0) from bi.closing_balance"));
  }

  static String ask(Etl etl, String query) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(etl.postgres().jdbcUrl("analytics"), "rivulet", "rivulet");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  @Override
  public void close() {
    s3.close();
    filler.close();
    store.close();
  }
}
