package io.rivulet.dashboard.project;

import io.rivulet.dashboard.database.ReportingDatabase;
import java.util.List;
import org.springframework.stereotype.Component;

/** Reads which projects there are. */
@Component
public class Projects {

  private final ReportingDatabase database;

  Projects(ReportingDatabase database) {
    this.database = database;
  }

  /** All projects with a trace in the reports, the most recently active first. */
  List<Project> all() {
    return database.query("project/projects").query(Project.class).list();
  }

  /** The project of that id. */
  public Project get(String id) {
    return all().stream()
        .filter(project -> project.id().equals(id))
        .findFirst()
        .orElseThrow(UnknownProjectException::new);
  }
}
