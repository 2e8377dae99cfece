package io.rivulet.etl.model;

import io.micrometer.core.instrument.MeterRegistry;
import io.rivulet.etl.Workbenches;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.lake.Lake;
import io.rivulet.etl.quality.QualityGate;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the jobs of models together. */
@Configuration(proxyBeanMethods = false)
class ModelConfiguration {

  @Bean
  ModelRegistry modelRegistry(
      @Qualifier("opsTransactional") DataSource ops, TransactionTemplate opsTransaction) {
    return new ModelRegistry(JdbcClient.create(ops), opsTransaction);
  }

  @Bean
  ModelParts modelParts(
      Lake lake, Warehouse warehouse, Workbenches workbenches, ModelRegistry registry) {
    return new ModelParts(lake, warehouse, workbenches, registry);
  }

  @Bean
  TrialRegistry trialRegistry(
      @Qualifier("opsTransactional") DataSource ops, TransactionTemplate opsTransaction) {
    return new TrialRegistry(JdbcClient.create(ops), opsTransaction);
  }

  @Bean
  TrainChurnJob trainChurnJob(ModelParts parts, TrialRegistry trials, MeterRegistry metrics) {
    return new TrainChurnJob(parts, trials, metrics);
  }

  @Bean
  ScoreChurnJob scoreChurnJob(ModelParts parts, QualityGate quality) {
    return new ScoreChurnJob(parts, quality);
  }

  @Bean
  TrainSegmentsJob trainSegmentsJob(ModelParts parts) {
    return new TrainSegmentsJob(parts);
  }

  @Bean
  ScoreSegmentsJob scoreSegmentsJob(ModelParts parts, QualityGate quality) {
    return new ScoreSegmentsJob(parts, quality);
  }

  @Bean
  TrainRecommendationsJob trainRecommendationsJob(ModelParts parts) {
    return new TrainRecommendationsJob(parts);
  }

  @Bean
  ScoreRecommendationsJob scoreRecommendationsJob(ModelParts parts, QualityGate quality) {
    return new ScoreRecommendationsJob(parts, quality);
  }
}
