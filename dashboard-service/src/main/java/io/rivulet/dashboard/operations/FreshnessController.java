package io.rivulet.dashboard.operations;

import io.rivulet.dashboard.database.ReportingDatabase;
import io.rivulet.dashboard.report.Rows;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** How far the reports of all projects reach. */
@RestController
class FreshnessController {

  private final ReportingDatabase database;

  FreshnessController(ReportingDatabase database) {
    this.database = database;
  }

  @GetMapping("/api/operations/freshness")
  List<Map<String, @Nullable Object>> freshness() {
    return database.query("operations/freshness").query(new Rows()).list();
  }
}
