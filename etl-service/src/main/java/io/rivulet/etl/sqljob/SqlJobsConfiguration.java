package io.rivulet.etl.sqljob;

import io.rivulet.etl.Workbenches;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.lake.Lake;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Finds the jobs that owners add. */
@Configuration(proxyBeanMethods = false)
class SqlJobsConfiguration {

  @Bean
  SqlJobs sqlJobs(
      @Value("${rivulet.etl.sql-jobs}") Path folder,
      Lake lake,
      Warehouse warehouse,
      Workbenches workbenches,
      StagedCheck check) {
    return new SqlJobs(folder, lake, warehouse, workbenches, check);
  }
}
