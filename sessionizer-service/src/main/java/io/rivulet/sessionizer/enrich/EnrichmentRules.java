package io.rivulet.sessionizer.enrich;

import io.rivulet.event.BoundedPattern;
import io.rivulet.event.project.Project;
import io.rivulet.event.project.Project.IpPolicy;
import io.rivulet.event.project.Projects;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What enrichment must know of each project. */
public final class EnrichmentRules {
  // Ten looks at each character of the longest user agent that is looked at.
  private static final int MAX_STEPS = 10_000;

  /**
   * The rule of one project.
   *
   * @param ipPolicy what is kept of addresses
   * @param botUserAgents what the owner says are bots, beside those known to all
   */
  record Rule(IpPolicy ipPolicy, List<BoundedPattern> botUserAgents) {
    static final Rule DEFAULT = new Rule(IpPolicy.TRUNCATED, List.of());

    private static Rule of(Project project) {
      return new Rule(
          project.ipPolicy(),
          project.botUserAgents().stream()
              .map(e -> new BoundedPattern(e, Pattern.CASE_INSENSITIVE, MAX_STEPS))
              .toList());
    }
  }

  private final Map<String, Rule> byProject;

  /** The rules of one reading of the projects file. */
  public EnrichmentRules(Projects projects) {
    this.byProject =
        projects.projects().stream().collect(Collectors.toUnmodifiableMap(Project::id, Rule::of));
  }

  /** The project's rule; the default for a project that is not, or no longer, in the file. */
  Rule ruleOf(String project) {
    return byProject.getOrDefault(project, Rule.DEFAULT);
  }
}
