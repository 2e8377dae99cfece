package io.rivulet.dashboard.project;

import io.rivulet.dashboard.access.Account;
import io.rivulet.dashboard.access.CurrentAccount;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ProjectsController {

  private final Projects projects;
  private final CurrentAccount reader;

  ProjectsController(Projects projects, CurrentAccount reader) {
    this.projects = projects;
    this.reader = reader;
  }

  @GetMapping("/api/projects")
  List<Project> projects() {
    Account account = reader.get();
    return projects.all().stream().filter(project -> account.maySee(project.id())).toList();
  }
}
