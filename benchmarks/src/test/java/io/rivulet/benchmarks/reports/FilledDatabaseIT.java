package io.rivulet.benchmarks.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the views and pages are measured with. */
class FilledDatabaseIT {

  @Test
  void everyViewHasRowsAndEveryPageFigures(@TempDir Path work) throws Exception {
    try (FilledDatabase database = FilledDatabase.start(work, 2_000, 28);
        Connection reader = database.reader()) {
      for (FilledDatabase.Question question : database.questions()) {
        assertThat(FilledDatabase.rows(reader, question.sql())).as(question.name()).isPositive();
      }
      assertThat(database.questions())
          .extracting(question -> question.name().replaceFirst(":.*", ""))
          .containsAll(views(reader));
      try (Pages pages = Pages.open(work, database)) {
        for (Pages.Request request : Pages.requests()) {
          assertThat(pages.ask(request, "range=28d")).as(request.path()).isGreaterThan(60);
        }
      }
    }
  }

  private static List<String> views(Connection reader) throws Exception {
    List<String> names = new ArrayList<>();
    try (var statement = reader.createStatement();
        var rows =
            statement.executeQuery(
                "select table_name from information_schema.views where table_schema = 'bi'")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }
}
