package io.rivulet.standalone;

import io.rivulet.embedded.KafkaBroker;
import io.rivulet.embedded.PostgresServer;
import io.rivulet.launcher.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What each service is told on one machine, as command-line arguments, which win over its file. */
final class ServiceSettings {
  private final Settings settings;
  private final DataFolder data;
  private final KafkaBroker kafka;
  private final PostgresServer postgres;
  private final String adminToken;

  ServiceSettings(
      Settings settings,
      DataFolder data,
      KafkaBroker kafka,
      PostgresServer postgres,
      String adminToken) {
    this.settings = settings;
    this.data = data;
    this.kafka = kafka;
    this.postgres = postgres;
    this.adminToken = adminToken;
  }

  String[] argumentsOf(Part service) {
    var arguments = new ArrayList<String>();
    add(arguments, everyService(service));
    switch (service) {
      case INGEST -> add(arguments, ingest());
      case SESSIONIZER -> add(arguments, sessionizer());
      case ETL -> add(arguments, etl());
      case DASHBOARD -> add(arguments, dashboard());
      case POSTGRES, S3, KAFKA -> throw new IllegalArgumentException(service + " is no service");
    }
    return arguments.toArray(String[]::new);
  }

  private Map<String, Object> everyService(Part service) {
    return Map.of(
        "server.port",
        settings.port(service),
        "server.address",
        "127.0.0.1",
        "spring.jmx.enabled",
        false,
        "spring.main.register-shutdown-hook",
        false,
        "spring.main.log-startup-info",
        false,
        "spring.lifecycle.timeout-per-shutdown-phase",
        "5s",
        "spring.kafka.bootstrap-servers",
        kafka.bootstrapServers(),
        "rivulet.projects",
        settings.projects(),
        "rivulet.lake.bucket",
        Settings.BUCKET);
  }

  private Map<String, Object> ingest() {
    return Map.of("rivulet.ingest.spool.directory", data.path("ingest/spool"));
  }

  private Map<String, Object> sessionizer() {
    return Map.of(
        "rivulet.sessionizer.state-directory", data.path("sessionizer/state"),
        "rivulet.archive.spool-directory", data.path("sessionizer/spool"),
        // A newcomer looks for the first event's object at once.
        "rivulet.archive.rotate-after", "5s");
  }

  private Map<String, Object> etl() {
    return Map.ofEntries(
        Map.entry("rivulet.analytics.url", postgres.jdbcUrl("analytics")),
        Map.entry("rivulet.analytics.username", "rivulet"),
        Map.entry("rivulet.analytics.password", "rivulet"),
        Map.entry("rivulet.ops.url", postgres.jdbcUrl("ops")),
        Map.entry("rivulet.ops.username", "rivulet"),
        Map.entry("rivulet.ops.password", "rivulet"),
        Map.entry("rivulet.admin-token", adminToken),
        Map.entry("rivulet.ingest.url", "http://127.0.0.1:" + settings.port(Part.INGEST)),
        Map.entry("rivulet.etl.work-directory", data.path("etl")),
        Map.entry("rivulet.etl.memory-limit", "384MB"),
        Map.entry("rivulet.etl.threads", 2),
        Map.entry("rivulet.etl.preprocess-every", "15s"));
  }

  private Map<String, Object> dashboard() {
    return Map.of(
        "rivulet.analytics.url",
        postgres.jdbcUrl("analytics"),
        "rivulet.analytics.username",
        "bi_reader",
        "rivulet.analytics.password",
        "bi_reader",
        "rivulet.access.directory",
        data.path("dashboard"),
        "rivulet.etl.url",
        "http://127.0.0.1:" + settings.port(Part.ETL),
        "rivulet.admin-token",
        adminToken,
        "rivulet.sessionizer.url",
        "http://127.0.0.1:" + settings.port(Part.SESSIONIZER),
        "rivulet.ingest.url",
        "http://127.0.0.1:" + settings.port(Part.INGEST));
  }

  private static void add(List<String> arguments, Map<String, Object> properties) {
    properties.forEach((name, value) -> arguments.add("--" + name + "=" + value));
  }
}
