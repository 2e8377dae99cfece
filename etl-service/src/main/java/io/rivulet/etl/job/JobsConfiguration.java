package io.rivulet.etl.job;

import io.rivulet.etl.job.Jobs.InvalidJobsException;
import io.rivulet.etl.run.Job;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads what jobs and triggers there are. */
@Configuration(proxyBeanMethods = false)
class JobsConfiguration {

  @Bean
  Jobs jobs(
      List<Job> builtIn,
      List<FurtherJobs> further,
      @Value("${rivulet.etl.jobs}") String file,
      Environment settings,
      @Qualifier("opsTransactional") DataSource ops,
      TransactionTemplate transaction)
      throws InvalidJobsException {
    Resource resource =
        file.isBlank() ? new ClassPathResource("jobs.yml") : new FileSystemResource(file);
    Jobs jobs =
        new Jobs(
            builtIn,
            further,
            resource,
            settings::resolvePlaceholders,
            new JobTables(JdbcClient.create(ops)),
            transaction);
    var unused = jobs.reloadIfChanged();
    return jobs;
  }
}
