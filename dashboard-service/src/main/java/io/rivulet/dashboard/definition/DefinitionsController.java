package io.rivulet.dashboard.definition;

import io.rivulet.dashboard.database.ReportingDatabase;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class DefinitionsController {

  private final ReportingDatabase database;

  DefinitionsController(ReportingDatabase database) {
    this.database = database;
  }

  @GetMapping("/api/definitions")
  List<MetricDefinition> definitions() {
    return database.query("definition/definitions").query(MetricDefinition.class).list();
  }
}
