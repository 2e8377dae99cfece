package io.rivulet.sessionizer.session;

import io.rivulet.event.SessionRule;
import io.rivulet.event.project.Project;
import io.rivulet.event.project.Projects;
import java.util.Map;
import java.util.stream.Collectors;

/** The session rule of every project. */
public final class SessionRules {
  private final Map<String, SessionRule> byProject;

  /** The rules of one reading of the projects file. */
  public SessionRules(Projects projects) {
    this.byProject =
        projects.projects().stream()
            .collect(Collectors.toUnmodifiableMap(Project::id, Project::sessionRule));
  }

  /** The project's rule; the default for a project that is not, or no longer, in the file. */
  public SessionRule ruleOf(String project) {
    return byProject.getOrDefault(project, SessionRule.DEFAULT);
  }
}
