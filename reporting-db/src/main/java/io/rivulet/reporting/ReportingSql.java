package io.rivulet.reporting;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The transforms of this module, one relation a file, and where its migrations are. */
public final class ReportingSql {
  /** Flyway location of the migrations of database {@code analytics}. */
  public static final String ANALYTICS_MIGRATIONS = "classpath:db/analytics";

  /** Flyway location of the migrations of database {@code ops}. */
  public static final String OPS_MIGRATIONS = "classpath:db/ops";

  private ReportingSql() {}

  /**
   * The text of {@code sql/<name>.sql}, such as {@code preprocess/arrived}.
   *
   * @throws IllegalArgumentException when there is no such file
   */
  public static String read(String name) {
    try (InputStream in =
        ReportingSql.class.getClassLoader().getResourceAsStream("sql/" + name + ".sql")) {
      if (in == null) {
        throw new IllegalArgumentException("there is no sql/" + name + ".sql");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read sql/" + name + ".sql", e);
    }
  }
}
