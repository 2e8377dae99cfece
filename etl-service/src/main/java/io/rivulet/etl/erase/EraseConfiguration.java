package io.rivulet.etl.erase;

import io.rivulet.etl.Workbenches;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.catalog.DataCatalog;
import io.rivulet.etl.lake.Lake;
import io.rivulet.etl.preprocess.PreprocessJob;
import io.rivulet.etl.quality.QualityGate;
import io.rivulet.etl.report.ReportJob;
import io.rivulet.etl.verify.Shadow;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts job erase together. */
@Configuration(proxyBeanMethods = false)
class EraseConfiguration {

  @Bean
  Erasures erasures(Warehouse warehouse) {
    return new Erasures(JdbcClient.create(warehouse.tables()));
  }

  @Bean
  EraseJob eraseJob(
      Lake lake,
      Warehouse warehouse,
      Workbenches workbenches,
      Shadow shadow,
      PreprocessJob preprocess,
      Erasures erasures,
      DataCatalog catalog,
      @Qualifier("ops") DataSource ops) {
    return new EraseJob(
        lake,
        warehouse,
        workbenches,
        shadow,
        preprocess,
        new ReportJob(lake, warehouse, workbenches, QualityGate.NONE),
        erasures,
        new Elsewhere(JdbcClient.create(warehouse.tables()), JdbcClient.create(ops), catalog));
  }
}
