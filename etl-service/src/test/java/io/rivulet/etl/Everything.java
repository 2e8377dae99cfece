package io.rivulet.etl;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks for texts in all that the ETL keeps: each object, each row of each table, each file. */
record Everything(EtlParts parts, List<Path> folders) {

  /** Where any of them stands. */
  List<String> places(String... texts) {
    List<String> places = new ArrayList<>();
    parts
        .s3
        .listObjectsV2Paginator(r -> r.bucket(EtlParts.BUCKET))
        .contents()
        .forEach(
            o -> {
              byte[] bytes =
                  parts
                      .s3
                      .getObjectAsBytes(r -> r.bucket(EtlParts.BUCKET).key(o.key()))
                      .asByteArray();
              if (holds(o.key(), bytes, texts)) {
                places.add("s3 " + o.key());
              }
            });
    for (String database : List.of("analytics", "ops")) {
      tables(database).stream()
          .filter(table -> rows(database, table, texts) > 0)
          .forEach(table -> places.add(database + " " + table));
    }
    folders.forEach(folder -> files(folder, texts, places));
    return places;
  }

  private List<String> tables(String database) {
    return jdbc(database)
        .sql(
            "select format('%I.%I', table_schema, table_name) from information_schema.tables"
                + " where table_type = 'BASE TABLE'"
                + " and table_schema not in ('pg_catalog', 'information_schema') order by 1")
        .query(String.class)
        .list();
  }

  private long rows(String database, String table, String[] texts) {
    return jdbc(database)
        .sql(
            "select count(*) from "
                + table
                + " t where exists (select 1 from unnest(?::text[]) id"
                + " where position(id in t::text) > 0)")
        .param(texts)
        .query(Long.class)
        .single();
  }

  private JdbcClient jdbc(String database) {
    return JdbcClient.create(parts.dataSource(database, "rivulet", "rivulet"));
  }

  private static void files(Path folder, String[] texts, List<String> places) {
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (holds(file.toString(), Files.readAllBytes(file), texts)) {
          places.add("file " + file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean holds(String name, byte[] bytes, String[] texts) {
    try {
      if (containsAny(name, texts)) {
        return true;
      }
      if (name.endsWith(".parquet")) {
        return parquetHolds(bytes, texts);
      }
      byte[] plain =
          name.endsWith(".gz")
              ? new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes()
              : bytes;
      return containsAny(new String(plain, StandardCharsets.UTF_8), texts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean containsAny(String text, String[] texts) {
    return Arrays.stream(texts).anyMatch(text::contains);
  }

  private static boolean parquetHolds(byte[] bytes, String[] texts) throws IOException {
    Path file = Files.createTempFile("searched", ".parquet");
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      Files.write(file, bytes);
      try (ResultSet rows =
          statement.executeQuery("select cast(t as varchar) from read_parquet('" + file + "') t")) {
        while (rows.next()) {
          if (containsAny(rows.getString(1), texts)) {
            return true;
          }
        }
        return false;
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot search " + file, e);
    } finally {
      Files.delete(file);
    }
  }
}
