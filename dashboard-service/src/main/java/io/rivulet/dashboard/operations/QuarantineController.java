package io.rivulet.dashboard.operations;

import io.rivulet.dashboard.database.ReportingDatabase;
import io.rivulet.dashboard.report.Rows;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is refused, of all projects; the job {@code replay-quarantine} sends it again. */
@RestController
class QuarantineController {

  private final ReportingDatabase database;

  QuarantineController(ReportingDatabase database) {
    this.database = database;
  }

  /**
   * @param reasons a row for each project and reason
   * @param samples the latest of each
   */
  record Quarantine(
      List<Map<String, @Nullable Object>> reasons, List<Map<String, @Nullable Object>> samples) {}

  @GetMapping("/api/operations/quarantine")
  Quarantine quarantine() {
    return database.snapshot(
        () -> new Quarantine(rows("operations/quarantine"), rows("operations/quarantine_samples")));
  }

  private List<Map<String, @Nullable Object>> rows(String query) {
    return database.query(query).query(new Rows()).list();
  }
}
