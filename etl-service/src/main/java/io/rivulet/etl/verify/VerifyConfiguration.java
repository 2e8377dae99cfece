package io.rivulet.etl.verify;

import io.rivulet.etl.ProjectSettings;
import io.rivulet.etl.Workbenches;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.lake.Lake;
import io.rivulet.etl.preprocess.PreprocessJob;
import io.rivulet.etl.quality.QualityGate;
import io.rivulet.etl.report.ReportJob;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts the shadow together from the jobs' own parts, on other tables. */
@Configuration(proxyBeanMethods = false)
class VerifyConfiguration {

  @Bean
  Shadow shadowComputation(
      Lake lake,
      Warehouse mart,
      @Qualifier("shadowTables") Warehouse shadow,
      Workbenches workbenches) {
    // It is compared with what is published, not published; and its numbers are no history.
    return new Shadow(
        mart,
        new PreprocessJob(lake, shadow, workbenches, QualityGate.NONE),
        new ReportJob(lake, shadow, workbenches, QualityGate.NONE));
  }

  @Bean
  Verifications verifications(Warehouse mart) {
    return new Verifications(JdbcClient.create(mart.tables()));
  }

  @Bean
  VerifyJob verifyJob(Shadow shadow, Warehouse mart, ProjectSettings projects) {
    return new VerifyJob(shadow, mart.catalog(), projects);
  }

  @Bean
  RebuildJob rebuildJob(Shadow shadow, Warehouse mart, ProjectSettings projects) {
    return new RebuildJob(shadow, mart.catalog(), projects);
  }
}
