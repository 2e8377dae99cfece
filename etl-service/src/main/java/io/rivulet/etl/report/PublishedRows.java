package io.rivulet.etl.report;

import io.rivulet.etl.analytics.Publication;
import io.rivulet.etl.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;

/** Brings what is published of the workbench's project back into it. */
public record PublishedRows(Engine workbench, DataSource tables) {

  /**
   * Makes a relation of texts from a table's rows.
   *
   * @param which condition on the rows, in PostgreSQL's SQL
   */
  public void load(String table, String which, String relation, List<String> columns)
      throws SQLException, IOException {
    String project = Objects.requireNonNull(workbench.text("select project from params"));
    Path file =
        Publication.copyOut(
            tables,
            "select "
                + String.join(", ", columns)
                + " from "
                + table
                + " where project = "
                + Engine.literal(project)
                + " and "
                + which,
            workbench.folder().resolve(relation + ".csv"));
    workbench.tableOfTexts(relation, columns, file);
  }
}
