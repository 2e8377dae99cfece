package io.rivulet.dashboard.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The queries under {@code /sql}, run as the role that can select from schema {@code bi} alone.
 *
 * <p>No connection is opened before the first question, so the service starts while the database is
 * still away.
 */
@Component
public class ReportingDatabase {

  private final JdbcClient client;
  private final TransactionTemplate snapshot;
  private final Map<String, String> queries = new ConcurrentHashMap<>();

  ReportingDatabase(JdbcClient client, PlatformTransactionManager transactions) {
    this.client = client;
    this.snapshot = new TransactionTemplate(transactions);
    snapshot.setReadOnly(true);
    snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
  }

  /**
   * The query of a file, ready for its parameters.
   *
   * @param name the file's path below {@code /sql} without its ending, e.g. {@code overview/days}
   */
  public StatementSpec query(String name) {
    return client.sql(required(name));
  }

  /**
   * The query of a file over rows of another origin.
   *
   * @param view what stands in the file, such as {@code bi.funnels}
   * @param relation SQL with the same columns
   */
  public StatementSpec queryOver(String name, String view, String relation) {
    return client.sql(required(name).replace(view, relation));
  }

  private String required(String name) {
    return text(name).orElseThrow(() -> new IllegalArgumentException("no query file /sql/" + name));
  }

  /** The text of a query file, if there is one of that name. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(queries.computeIfAbsent(name, ReportingDatabase::read));
  }

  /**
   * Asks several questions of one state of the database, so that the figures of a page agree even
   * when a new publication arrives between them.
   */
  public <T> T snapshot(Supplier<T> questions) {
    return Objects.requireNonNull(snapshot.execute(status -> questions.get()));
  }

  private static @Nullable String read(String name) {
    String path = "/sql/" + name + ".sql";
    try (InputStream file = ReportingDatabase.class.getResourceAsStream(path)) {
      return file == null ? null : new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("query file " + path + " cannot be read", e);
    }
  }
}
