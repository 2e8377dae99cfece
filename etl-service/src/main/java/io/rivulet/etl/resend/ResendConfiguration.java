package io.rivulet.etl.resend;

import io.rivulet.etl.EtlSettings;
import io.rivulet.etl.lake.Lake;
import io.rivulet.event.project.ProjectsFile;
import java.net.URI;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ResendConfiguration {

  @Bean
  ReplayQuarantineJob replayQuarantineJob(
      Lake lake,
      ProjectsFile projects,
      EtlSettings settings,
      @Value("${rivulet.ingest.url}") URI collector) {
    return new ReplayQuarantineJob(lake, projects, settings, collector);
  }
}
