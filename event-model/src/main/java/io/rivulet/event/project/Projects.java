package io.rivulet.event.project;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All projects of one reading of the file. Ids and write keys are unique.
 *
 * @param projects in the order of the file
 */
public record Projects(List<Project> projects) {

  /**
   * Checks what only all projects together show.
   *
   * @throws IllegalArgumentException when there is none, or when an id or a write key stands twice;
   *     names the ids, not the key
   */
  public Projects {
    if (projects == null || projects.isEmpty()) {
      throw new IllegalArgumentException("there are no projects");
    }
    projects = List.copyOf(projects);
    Map<String, Project> byId = new LinkedHashMap<>();
    Map<String, Project> byKey = new HashMap<>();
    for (Project project : projects) {
      if (byId.put(project.id(), project) != null) {
        throw new IllegalArgumentException("project id '" + project.id() + "' stands twice");
      }
      for (String key : project.writeKeys()) {
        Project other = byKey.put(key, project);
        if (other != null) {
          throw new IllegalArgumentException(
              "projects '" + other.id() + "' and '" + project.id() + "' share a write key");
        }
      }
    }
  }

  /** The project of that id. */
  public Optional<Project> byId(String id) {
    return projects.stream().filter(p -> p.id().equals(id)).findFirst();
  }
}
