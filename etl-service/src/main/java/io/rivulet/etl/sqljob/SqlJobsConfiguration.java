package io.rivulet.etl.sqljob;

import io.rivulet.etl.Workbenches;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.job.FurtherJobs;
import io.rivulet.etl.job.FurtherJobs.Further;
import io.rivulet.etl.job.JobFolder;
import io.rivulet.etl.lake.Lake;
import io.rivulet.event.project.StrictYaml.InvalidYamlException;
import java.nio.file.Path;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Finds the jobs that owners add. */
@Configuration(proxyBeanMethods = false)
class SqlJobsConfiguration {

  @Bean
  FurtherJobs sqlJobs(
      @Value("${rivulet.etl.sql-jobs}") Path folder,
      Lake lake,
      Warehouse warehouse,
      Workbenches workbenches,
      StagedCheck check) {
    return new JobFolder<>(
        folder,
        ".sql",
        new JobFolder.Reader<SqlJobFile>() {
          @Override
          public SqlJobFile parse(String source, String text) throws InvalidYamlException {
            return SqlJobFile.parse(source, text);
          }

          @Override
          public List<String> claims(SqlJobFile file) {
            return List.of("job " + file.header().job(), "table " + file.header().table());
          }

          @Override
          public Further job(SqlJobFile file) {
            return new Further(
                new SqlJob(file, lake, warehouse, workbenches, check), file.header().triggers());
          }
        });
  }
}
