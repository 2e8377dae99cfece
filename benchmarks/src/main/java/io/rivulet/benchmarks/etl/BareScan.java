package io.rivulet.benchmarks.etl;

import io.rivulet.event.LakeObject.Area;
import io.rivulet.reporting.ReportingSql;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import tools.jackson.databind.json.JsonMapper;

/**
 * The limit: DuckDB alone, with the ETL's memory and threads, reads the same objects once with the
 * ETL's own columns and does one group-by. The objects lie on the local disk: it fetches nothing,
 * writes nothing and keeps nothing. For each line on standard input it answers with a {@link Done}.
 */
final class BareScan {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * What was done.
   *
   * @param seconds of the query
   * @param lines that it read
   */
  record Done(double seconds, long lines) {}

  private BareScan() {}

  /**
   * Fetches all raw objects, then runs until standard input ends.
   *
   * @param arguments a folder, memory limit as DuckDB takes it, threads
   */
  public static void main(String[] arguments) throws IOException, SQLException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    String files =
        fetch(folder).stream().map(f -> "'" + f + "'").collect(Collectors.joining(", ", "[", "]"));
    String lines = ReportingSql.read("preprocess/raw_line").replace("{{files}}", files);
    System.out.println("ready");
    try (var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      statement.execute("set memory_limit = '" + arguments[1] + "'");
      statement.execute("set threads = " + arguments[2]);
      while (orders.readLine() != null) {
        System.out.println(JSON.writeValueAsString(scan(statement, lines)));
      }
    }
  }

  private static Done scan(Statement statement, String lines) throws SQLException {
    long started = System.nanoTime();
    long counted = 0;
    try (ResultSet rows =
        statement.executeQuery(
            "select cast(occurred_at as date) as day, name, count(*) from ("
                + lines
                + ") group by all")) {
      while (rows.next()) {
        counted += rows.getLong(3);
      }
    }
    return new Done((System.nanoTime() - started) / 1e9, counted);
  }

  private static List<Path> fetch(Path folder) {
    List<Path> files = new ArrayList<>();
    try (var s3 =
        S3Client.builder()
            .forcePathStyle(true)
            .httpClientBuilder(Apache5HttpClient.builder())
            .build()) {
      for (S3Object object :
          s3.listObjectsV2Paginator(
                  r -> r.bucket(LakeFiller.BUCKET).prefix(Area.RAW.prefix() + "/"))
              .contents()) {
        Path file = folder.resolve(files.size() + ".json.gz").toAbsolutePath();
        var unused = s3.getObject(r -> r.bucket(LakeFiller.BUCKET).key(object.key()), file);
        files.add(file);
      }
    }
    return files;
  }
}
