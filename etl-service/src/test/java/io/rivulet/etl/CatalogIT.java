package io.rivulet.etl;

import static io.rivulet.etl.EtlParts.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.Dataset;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.catalog.DataCatalog;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.lake.Lake;
import io.rivulet.etl.preprocess.PreprocessJob;
import io.rivulet.etl.quality.QualityGate;
import io.rivulet.etl.quality.QualityGate.QualityFailedException;
import io.rivulet.etl.quality.QualityGate.Staged;
import io.rivulet.etl.report.ReportJob;
import io.rivulet.etl.run.Job;
import io.rivulet.etl.run.RunContext;
import io.rivulet.etl.sqljob.StagedCheck;
import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import io.rivulet.event.EventJson;
import io.rivulet.event.EventType;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What crawl says of raw objects, and what rules say of what is to be published. */
class CatalogIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** Objects received long before the last run would not be looked for. */
  static Instant today;

  static Path folder;
  static EtlParts parts;
  static ConfigurableApplicationContext etl;
  static JdbcClient ops;

  @BeforeAll
  static void start(@TempDir Path temporary) {
    folder = temporary;
    today = Instant.now().truncatedTo(ChronoUnit.DAYS);
    parts = EtlParts.start(folder);
    etl = parts.startEtl("projects: [{id: shop, write-keys: [k]}]");
    ops = JdbcClient.create(parts.dataSource("ops", "rivulet", "rivulet"));
    // The schedule comes once at the start; what it starts must not overtake the tests' own runs.
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

  @AfterAll
  static void stop() {
    etl.close();
    parts.close();
  }

  @Test
  void an_event_becomes_a_table_of_typed_columns() throws Exception {
    parts.archive(
        List.of(
            order(
                "typed", "t1", "{'amount': 10, 'paid': true, 'items': [{'sku': 'A'}, {'sku': 7}]}"),
            order("typed", "t2", "{'amount': 2.5, 'paid': null, 'at': '2026-03-01T10:00:00Z'}"),
            order(
                "typed", "t3", "{'amount': 3, 'note': 'write to anna@example.org', 'size': 'L'}")));

    crawl("typed");

    assertThat(
            rows(
                "select table_name, event_type, event_name, version, rows, columns from catalog_tables"
                    + " where project = 'typed' and kind = 'event'"))
        .containsExactly("event_order_completed|track|Order Completed|1|3|8");
    assertThat(
            rows(
                "select path, type, types::text, filled, nulls, null_share, examples::text from catalog_columns"
                    + " where project = 'typed' and table_name = 'event_order_completed' order by path"))
        .containsExactly(
            "properties.amount|double|{\"bigint\": 2, \"double\": 1}|3|0|0.0000|[\"10\", \"2.5\", \"3\"]",
            "properties.at|timestamp|{\"timestamp\": 1}|1|0|0.6667|[\"2026-03-01T10:00:00Z\"]",
            "properties.items|array|{\"array\": 1}|1|0|0.6667|[]",
            "properties.items[]|object|{\"object\": 2}|2|0|null|[]",
            "properties.items[].sku|string|{\"bigint\": 1, \"string\": 1}|2|0|null|[\"7\", \"A\"]",
            "properties.note|string|{\"string\": 1}|1|0|0.6667|[]",
            "properties.paid|boolean|{\"boolean\": 1}|1|1|0.6667|[\"true\"]",
            "properties.size|string|{\"string\": 1}|1|0|0.6667|[\"L\"]");
    assertThat(rows("select event_date, rows from catalog_partitions where project = 'typed'"))
        .containsExactly("2026-03-01|3");
    assertThat(
            rows(
                "select table_name, version, rows from catalog_tables"
                    + " where project = 'typed' and kind = 'dataset' order by 1"))
        .containsExactly("daily|1|1", "events|1|3", "sessions|1|1");
  }

  @Test
  void a_new_column_and_a_wider_type_make_a_version_and_are_told() throws Exception {
    parts.archive(List.of(order("drift", "d1", "{'amount': 10, 'old': 1}")));
    crawl("drift");
    parts.archive(List.of(order("drift", "d2", "{'amount': 11, 'old': 2}")));
    crawl("drift");
    parts.archive(List.of(order("drift", "d3", "{'amount': 'ten', 'coupon': 'SPRING'}")));
    crawl("drift");
    parts.archive(
        List.of(
            orderEvent("drift", "d4", "{'amount': 12}")
                .receivedAt(today.plus(20, ChronoUnit.DAYS))
                .build()));
    crawl("drift");

    String versions = get("/api/catalog/drift/event_order_completed/versions");
    assertThat(versions).contains("\"version\":3", "\"version\":2", "\"version\":1");
    assertThat(versions).doesNotContain("\"version\":4");
    assertThat(
            rows(
                "select version, path, change, type_before, type_after from catalog_drifts"
                    + " where project = 'drift' order by version, path"))
        .containsExactly(
            "2|properties.amount|type_changed|bigint|string",
            "2|properties.coupon|added|null|string",
            "3|properties.coupon|vanished|string|null",
            "3|properties.old|vanished|bigint|null");
    assertThat(get("/api/catalog/drift/Order%20Completed/drift"))
        .contains("\"change\":\"type_changed\"");
  }

  @Test
  void crawling_again_changes_nothing() throws Exception {
    parts.archive(List.of(order("again", "a1", "{'amount': 10}")));
    crawl("again");
    String all =
        "select t.rows, t.version, c.filled from catalog_tables t join catalog_columns c"
            + " using (project, table_name) where project = 'again' and kind = 'event'";
    assertThat(rows(all)).containsExactly("1|1|1");

    crawl("again");
    // as if preprocess had read the object anew, in a later publication
    JdbcClient.create(parts.dataSource("analytics", "rivulet", "rivulet"))
        .sql(
            "update mart.lake_object set publication_id = publication_id + 1000000 where project = 'again'")
        .update();
    crawl("again");

    assertThat(rows(all)).containsExactly("1|1|1");
  }

  @Test
  void json_of_any_shape_is_loaded_and_described_within_bounds() throws Exception {
    String wide =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "'user-key-" + i + "': " + i)
            .collect(Collectors.joining(", ", "{'scores': {", "}}"));
    String deep = "{'a': ".repeat(40) + "1" + "}".repeat(40);
    // (what no text can have, lone surrogates, the collector replaces)
    String odd =
        "{'Größe': 1, 'with.dot': 2, 'it\\\"s': 3, '': 4, 'case': 5, 'Case': 6, 'sla/sh~': 7,"
            + " 'x': [1, 'two', {'three': [[3]]}, null], 'big': 123456789012345678901234567890,"
            + " 'huge': 1e400, 'nul': 'a\\u0000b', 'x y': {}, 'type': 'order'}";
    parts.archive(
        List.of(
            order("shapes", "s1", wide),
            order("shapes", "s2", deep),
            order("shapes", "s3", odd),
            order("shapes", "s4", "[1, 2]"),
            order("shapes", "s5", "'a text'"),
            orderEvent("shapes", "s6", "{}").name("Öl & \"Essig\"/2").build(),
            orderEvent("shapes", "s7", "{}").name("order-completed").build(),
            orderEvent("shapes", "s8", "{}").type(EventType.PAGE).name("Home").build()));

    crawl("shapes");

    assertThat(rows("select sum(events) from bi.events_daily where project = 'shapes'", parts.bi()))
        .containsExactly("8");
    assertThat(
            rows(
                "select event_name, event_type, rows from catalog_tables where project = 'shapes'"
                    + " and kind = 'event' order by 1"))
        .containsExactly(
            "|page|1",
            "Order Completed|track|5",
            "order-completed|track|1",
            "Öl & \"Essig\"/2|track|1");
    assertThat(
            rows(
                "select path, type from catalog_columns where project = 'shapes'"
                    + " and event_name = 'Order Completed' and path like '%scores%' order by path"))
        .containsExactly("properties.scores|object", "properties.scores{}|bigint");
    assertThat(
            rows(
                "select path from catalog_columns where project = 'shapes'"
                    + " and event_name = 'Order Completed' and path like '%a.a%' order by path desc limit 1"))
        .containsExactly("properties.a.a.a.a.a.a.a");
    assertThat(
            rows(
                "select values_beyond_limits > 0 from catalog_tables where project = 'shapes'"
                    + " and event_name = 'Order Completed'"))
        .containsExactly("t");

    // the typed views, as a data person would use them, over the copies of the curated files
    String views = get("/api/catalog/shapes/views.sql?root=" + folder.resolve("etl/copies"));
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
      duck.createStatement().execute(views);
      assertThat(
              row(
                  duck,
                  "select \"Größe\", \"with.dot\", \"it\"\"s\", \"_\", \"Case\", case_2, \"sla/sh~\", big, \"type\""
                      + " from event_order_completed where \"Größe\" is not null"))
          .isEqualTo("1|2|3|4|6|5|7|123456789012345678901234567890|order");
      assertThat(
              row(
                  duck,
                  "select count(*), count(scores), max(json_keys(scores)[1]) from event_order_completed"))
          .isEqualTo("5|1|user-key-0");
      assertThat(row(duck, "select name from event_page")).isEqualTo("Home");
    }
  }

  @Test
  void a_failing_rule_keeps_the_old_numbers_and_says_so() throws Exception {
    parts.archive(
        IntStream.range(0, 10).mapToObj(i -> order("kept", "k" + i, "{'amount': 1}")).toList());
    run("kept");
    assertThat(rows("select sum(events) from bi.daily_activity where project = 'kept'", parts.bi()))
        .containsExactly("10");
    Path rules = Files.createDirectories(folder.resolve("quality"));
    Files.writeString(
        rules.resolve("bi.daily_activity.dqdl"), "Rules = [ Sum \"events\" < 5, RowCount > 0 ]");
    parts.archive(List.of(order("kept", "k11", "{'amount': 1}")));
    try {
      assertThatThrownBy(() -> run("kept"))
          .hasMessageContaining(
              "quality rules failed, nothing is published: bi.daily_activity:"
                  + " Sum \"events\" < 5 has value 11");
      assertThat(
              rows("select sum(events) from bi.daily_activity where project = 'kept'", parts.bi()))
          .containsExactly("10");
      assertThat(get("/api/quality?project=kept&outcome=failed"))
          .contains(
              "\"rule\":\"Sum \\\"events\\\" < 5\"", "\"value\":11.0", "\"threshold\":\"< 5\"");
      assertThat(
              rows(
                  "select value from quality_latest where project = 'kept' and outcome = 'failed'"))
          .containsExactly("11");

      Files.writeString(rules.resolve("bi.daily_activity.dqdl"), "Rules = [ Sum \"events\" <");
      assertThatThrownBy(() -> run("kept"))
          .hasMessageContaining("bi.daily_activity.dqdl cannot be used: ");
      assertThat(get("/api/quality/rules"))
          .contains("\"dataset\":\"bi.daily_activity\",\"error\":");
    } finally {
      Files.delete(rules.resolve("bi.daily_activity.dqdl"));
    }
    run("kept");
    assertThat(rows("select sum(events) from bi.daily_activity where project = 'kept'", parts.bi()))
        .containsExactly("11");
  }

  @Test
  void rules_compare_with_the_history_until_it_is_begun_anew() throws Exception {
    Path rules = Files.createDirectories(folder.resolve("quality"));
    Files.writeString(
        rules.resolve("my_table.dqdl"),
        "Rules = [ RowCount > avg(last(10)) * 0.6, RowCount = 1 with level = \"warn\" ]");
    check(10);
    check(8);

    assertThatThrownBy(() -> check(5))
        .isInstanceOf(QualityFailedException.class)
        .hasMessageContaining(
            "RowCount > avg(last(10)) * 0.6 has value 5, threshold > avg(last(10)) * 0.6 = 5.4");
    // what failed is no history
    assertThatThrownBy(() -> check(5)).hasMessageContaining("= 5.4");
    assertThat(post("/api/quality/mine/my_table/restart-history").statusCode()).isEqualTo(200);
    check(5);

    assertThat(
            rows(
                "select level, outcome, value from quality_latest where project = 'mine' order by 1"))
        .containsExactly("fail|passed|5", "warn|failed|5");
    assertThat(get("/api/quality?project=mine&limit=1")).contains("\"dataset\":\"my_table\"");
    assertThat(metrics())
        .contains(
            "rivulet_quality_rules_total{dataset=\"my_table\",level=\"fail\",outcome=\"failed\"} 2.0");
  }

  @Test
  void what_was_not_published_is_no_history() throws Exception {
    Path rules = Files.createDirectories(folder.resolve("quality"));
    Files.writeString(
        rules.resolve("norm.dqdl"),
        "Rules = [ RowCount > 0, RowCount > avg(last(10)) * 0.6,"
            + " (RowCount > 9) or (RowCount > 1) ]");
    check("norm", "norm", 10);

    assertThatThrownBy(() -> check("norm", "norm", 5)).hasMessageContaining("* 0.6 = 6");
    assertThatThrownBy(() -> check("norm", "norm", 5)).hasMessageContaining("* 0.6 = 6");

    check("norm", "norm", 8);
    assertThatThrownBy(() -> check("norm", "norm", 5)).hasMessageContaining("* 0.6 = 5.4");
    assertThat(
            rows("select count(distinct evaluated_at) from quality_result where dataset = 'norm'"))
        .containsExactly("5");
  }

  @Test
  void a_users_query_reads_the_typed_views_and_its_table_is_described() throws Exception {
    parts.archive(List.of(order("mine", "m1", "{'amount': 10}")));
    crawl("mine");
    StagedCheck sqlJobs = etl.getBean(StagedCheck.class);
    try (Workbench workbench = workbench()) {
      new CuratedData(
              etl.getBean(Lake.class),
              etl.getBean("warehouse", Warehouse.class).catalog().partitions("mine"))
          .view(workbench, "events", Dataset.EVENTS);
      String query = "select amount, cast(null as varchar) as \"B b\" from event_order_completed";
      sqlJobs.addViews("mine", query, workbench);
      workbench.tableAs("t", query);
      sqlJobs.check("my-job", 7, "mine", workbench, "custom_orders", "t").run();
      workbench.execute("alter table t add column c date");
      sqlJobs.check("my-job", 8, "mine", workbench, "custom_orders", "t").run();
    }

    assertThat(
            rows(
                "select path, type, null_share from catalog_columns where project = 'mine'"
                    + " and table_name = 'custom_orders' order by 1"))
        .containsExactly("B b|varchar|1.0000", "amount|bigint|0.0000", "c|date|1.0000");
    assertThat(rows("select version, path, change from catalog_drifts where project = 'mine'"))
        .containsExactly("2|c|added");
  }

  @Test
  void a_table_has_the_days_and_columns_of_late() throws Exception {
    parts.archive(List.of(order("late", "l1", "{'old': 1}")));
    crawl("late");
    ops.sql(
            "insert into catalog_partition select table_id, '2026-03-02'::date + n, 1"
                + " from catalog_table, generate_series(1, 4000) n"
                + " where project = 'late' and kind = 'event'")
        .update();
    parts.archive(
        List.of(
            orderEvent("late", "l2", "{'new': 1}")
                .receivedAt(today.plus(91, ChronoUnit.DAYS))
                .build()));
    crawl("late");

    assertThat(
            rows("select count(*), min(event_date) from catalog_partitions where project = 'late'"))
        .containsExactly("4000|2026-03-03");
    assertThat(rows("select path from catalog_columns where project = 'late' and event_name <> ''"))
        .containsExactly("properties.new");
    assertThat(rows("select path, change from catalog_drifts where project = 'late' order by 1"))
        .containsExactly("properties.new|added", "properties.old|vanished");
  }

  @Test
  void examples_of_an_erased_person_are_forgotten() throws Exception {
    parts.archive(List.of(order("erased", "e1", "{'by': 'anna-k', 'plan': 'pro'}")));
    crawl("erased");
    DataCatalog catalog = etl.getBean(DataCatalog.class);

    assertThat(catalog.forgetExamples("erased", List.of("anna-k"))).isEqualTo(1);

    assertThat(
            rows(
                "select path, examples::text from catalog_columns where project = 'erased'"
                    + " and event_name <> '' order by 1"))
        .containsExactly("properties.by|[]", "properties.plan|[\"pro\"]");
  }

  @Test
  void what_the_catalog_does_not_know_is_said() throws Exception {
    assertThat(get("/api/catalog/nobody/nothing"))
        .contains("\"code\":\"unknown_table\"", "no table 'nothing' of project 'nobody'");
    assertThat(get("/api/catalog/nobody/views.sql")).contains("no curated events yet");
    assertThat(get("/api/catalog?project=nobody")).isEqualTo("[]");
    for (String path : List.of("catalog", "quality")) {
      assertThat(get("/api/" + path + "?project=%00")).contains("\"code\":\"invalid_text\"");
    }
    assertThat(get("/api/quality?outcome=fialed"))
        .contains("\"code\":\"invalid_outcome\"", "passed, failed, error");
    HttpResponse<String> unknown = post("/api/quality/nobody/my_table/restart-history");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("\"code\":\"unknown_history\"");
  }

  @Test
  void a_dataset_has_no_typed_view() throws Exception {
    parts.archive(List.of(order("noview", "n1", "{}")));
    crawl("noview");

    assertThat(get("/api/catalog/noview/events/view.sql")).contains("\"code\":\"no_view\"");
  }

  private static void check(int rows) {
    check("mine", "my_table", rows);
  }

  private static void check(String project, String dataset, int rows) {
    try (Workbench workbench = workbench()) {
      workbench.execute("create table t as select range as a from range(" + rows + ")");
      etl.getBean(QualityGate.class)
          .check("my-job", 1, project, workbench, List.of(new Staged(dataset, "t")));
    }
  }

  private static Workbench workbench() {
    return etl.getBean(Workbenches.class).open(1, "mine");
  }

  private static void run(String project) throws Exception {
    RunContext context = new RunContext(1, Optional.of(project));
    etl.getBean(PreprocessJob.class).run(context);
    etl.getBean(ReportJob.class).run(context);
  }

  private static void crawl(String project) throws Exception {
    run(project);
    etl.getBean("crawlJob", Job.class).run(new RunContext(2, Optional.of(project)));
  }

  /** An order of a project, received today, with properties in which ' stands for ". */
  private static EventBuilder orderEvent(String project, String id, String properties) {
    return event(id, "i1", "2026-03-01T10:00:00Z")
        .project(project)
        .name("Order Completed")
        .receivedAt(today)
        .properties(EventJson.mapper().readTree(properties.replace('\'', '"')));
  }

  private static Event order(String project, String id, String properties) {
    return orderEvent(project, id, properties).build();
  }

  private static List<String> rows(String sql) {
    return rows(sql, ops);
  }

  private static List<String> rows(String sql, JdbcClient database) {
    return database.sql(sql).query((row, n) -> joined(row)).list();
  }

  private static String row(Connection duck, String sql) throws Exception {
    try (ResultSet rows = duck.createStatement().executeQuery(sql)) {
      rows.next();
      return joined(rows);
    }
  }

  private static String joined(ResultSet row) throws java.sql.SQLException {
    List<String> values = new ArrayList<>();
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      values.add(String.valueOf(row.getString(i)));
    }
    return String.join("|", values);
  }

  private static String metrics() throws Exception {
    return get("/actuator/prometheus");
  }

  private static String get(String path) throws Exception {
    return HTTP.send(request(path).build(), BodyHandlers.ofString()).body();
  }

  private static HttpResponse<String> post(String path) throws Exception {
    return HTTP.send(request(path).POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
            URI.create(
                "http://localhost:" + etl.getEnvironment().getProperty("local.server.port") + path))
        .header("Authorization", "Bearer test-token");
  }
}
