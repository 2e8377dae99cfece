package io.rivulet.etl;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks an etl-service for a report that no table has. */
record Asked(EtlParts parts, ConfigurableApplicationContext etl, String report) {

  /** The answer, rows or a refusal. */
  JsonNode ask(String query) throws Exception {
    return get("?" + query);
  }

  /** The rows, each with its fields as text. */
  List<String> rows(String query) throws Exception {
    return ask(query).values().stream().map(Asked::line).toList();
  }

  String script(String query) throws Exception {
    return get("/sql?" + query).path("sql").asString();
  }

  /** What the script that the dashboard shows gives in DuckDB, beside the folders of the lake. */
  List<String> scriptRows(String query) throws Exception {
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      statement.execute("set file_search_path = '" + parts.lakeFolder() + "'");
      List<String> lines = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery(script(query))) {
        while (rows.next()) {
          List<String> fields = new ArrayList<>();
          for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            fields.add(rows.getString(i));
          }
          lines.add(String.join("|", fields));
        }
      }
      return lines;
    }
  }

  private JsonNode get(String target) throws Exception {
    String port = etl.getEnvironment().getRequiredProperty("local.server.port");
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/api/asked/" + report + target))
            .header("Authorization", "Bearer test-token")
            .build();
    return JsonMapper.shared()
        .readTree(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
  }

  private static String line(JsonNode row) {
    return row.properties().stream()
        .map(Map.Entry::getValue)
        .map(
            value ->
                value.isNumber()
                    ? value.decimalValue().stripTrailingZeros().toPlainString()
                    : value.asString("null"))
        .collect(Collectors.joining("|"));
  }
}
