package io.rivulet.ingest.project;

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
  ProjectDirectory projectDirectory(@Value("${rivulet.projects}") Path path) {
    return new ProjectDirectory(path);
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
