package io.rivulet.etl.quality;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the quality rules together. */
@Configuration(proxyBeanMethods = false)
class QualityConfiguration {

  /** The owner's rules lie in folder {@code quality} beside the projects file. */
  @Bean
  RuleFiles ruleFiles(@Value("${rivulet.projects}") Path projects) {
    return new RuleFiles(projects.toAbsolutePath().resolveSibling("quality"));
  }

  @Bean
  @DependsOn("migrated")
  QualityResults qualityResults(@Qualifier("ops") DataSource ops) {
    return new QualityResults(
        JdbcClient.create(ops), new TransactionTemplate(new DataSourceTransactionManager(ops)));
  }

  @Bean
  QualityGate qualityGate(RuleFiles files, QualityResults results, MeterRegistry metrics) {
    return new RuleGate(files, results, metrics);
  }
}
