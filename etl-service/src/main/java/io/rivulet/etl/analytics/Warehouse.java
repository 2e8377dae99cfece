package io.rivulet.etl.analytics;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The tables that jobs publish into: those of one schema of database {@code analytics}, on which
 * the connections' search path is set. All statements on them name tables without a schema.
 */
public final class Warehouse {
  /** The schema behind the views of schema {@code bi}. */
  public static final String MART = "mart";

  /** The schema into which verify and rebuild compute a project anew. */
  public static final String SHADOW = "shadow";

  private final DataSource tables;
  private final Catalog catalog;

  /**
   * @param tables connections whose search path is the schema
   */
  public Warehouse(DataSource tables) {
    this.tables = tables;
    this.catalog = new Catalog(JdbcClient.create(tables));
  }

  /** What is known of the lake. */
  public Catalog catalog() {
    return catalog;
  }

  /** Connections to the tables. */
  public DataSource tables() {
    return tables;
  }

  /**
   * Opens a publishing transaction.
   *
   * @param bookmark what the run read as the job's bookmark when it began
   * @throws Publication.OvertakenException when the bookmark has moved since
   */
  public Publication publish(String job, String project, long runId, Bookmark bookmark)
      throws SQLException {
    return Publication.begin(tables, job, project, runId, bookmark);
  }
}
