package io.rivulet.reporting;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The transforms and rules of this module, and where its migrations are. */
public final class ReportingSql {
  /** Flyway location of the migrations of database {@code analytics}. */
  public static final String ANALYTICS_MIGRATIONS = "classpath:db/analytics";

  /** Flyway location of the migrations of database {@code ops}. */
  public static final String OPS_MIGRATIONS = "classpath:db/ops";

  private ReportingSql() {}

  /**
   * The text of {@code sql/<name>.sql}, such as {@code preprocess/claim}.
   *
   * @throws IllegalArgumentException when there is no such file
   */
  public static String read(String name) {
    String resource = "sql/" + name + ".sql";
    return resource(resource)
        .orElseThrow(() -> new IllegalArgumentException("there is no " + resource));
  }

  /** The shipped DQDL rules of a dataset, such as {@code bi.sessions}; empty where it has none. */
  public static Optional<String> qualityRules(String dataset) {
    return resource("quality/" + dataset + ".dqdl");
  }

  private static Optional<String> resource(String name) {
    try (InputStream in = ReportingSql.class.getClassLoader().getResourceAsStream(name)) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }
}
