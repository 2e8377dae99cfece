package io.rivulet.etl.catalog;

import io.micrometer.core.instrument.MeterRegistry;
import io.rivulet.etl.Workbenches;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.lake.Lake;
import io.rivulet.etl.quality.QualityGate;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the Data Catalog together. */
@Configuration(proxyBeanMethods = false)
class CatalogConfiguration {

  @Bean
  @DependsOn("migrated")
  DataCatalog dataCatalog(@Qualifier("ops") DataSource ops) {
    return new DataCatalog(
        JdbcClient.create(ops), new TransactionTemplate(new DataSourceTransactionManager(ops)));
  }

  @Bean
  CatalogQueries catalogQueries(@Qualifier("ops") DataSource ops, DataCatalog catalog) {
    return new CatalogQueries(JdbcClient.create(ops), catalog);
  }

  @Bean
  SqlJobTables sqlJobTables(CatalogQueries queries, DataCatalog catalog, QualityGate quality) {
    return new SqlJobTables(queries, catalog, quality);
  }

  @Bean
  CrawlJob crawlJob(
      Lake lake,
      Warehouse warehouse,
      Workbenches workbenches,
      DataCatalog catalog,
      MeterRegistry metrics) {
    return new CrawlJob(lake, warehouse, workbenches, catalog, metrics);
  }
}
