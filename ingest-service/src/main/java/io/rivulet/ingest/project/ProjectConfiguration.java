package io.rivulet.ingest.project;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Scheduled;

/** Follows the projects file. */
@Configuration(proxyBeanMethods = false)
class ProjectConfiguration {

  @Bean
  ProjectDirectory projectDirectory(
      @Value("${rivulet.projects}") Path path, MeterRegistry registry) {
    return new ProjectDirectory(
        path,
        (project, finding) ->
            (finding.isChecked()
                    ? Counter.builder("rivulet.ingest.plan.flagged")
                        .description(
                            "Events taken although they violate their project's tracking plan")
                    : Counter.builder("rivulet.ingest.plan.unchecked")
                        .description(
                            "Events taken unchecked: the patterns of their project's tracking plan"
                                + " needed too many steps on their request"))
                .tag("project", project.id())
                .register(registry)
                .increment());
  }

  @Bean
  HealthIndicator projectsHealthIndicator(ProjectDirectory projects) {
    return () -> (projects.current() == null ? Health.down() : Health.up()).build();
  }

  @Bean
  Following following(ProjectDirectory projects) {
    return new Following(projects);
  }

  /** Reads the file again every few seconds. */
  record Following(ProjectDirectory projects) {
    @Scheduled(fixedDelayString = "2s")
    void follow() {
      projects.follow();
    }
  }
}
