package io.rivulet.dashboard.project;

import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ProjectsController {

  private final Projects projects;

  ProjectsController(Projects projects) {
    this.projects = projects;
  }

  @GetMapping("/api/projects")
  List<Project> projects() {
    return projects.all();
  }
}
