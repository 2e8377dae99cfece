package io.rivulet.etl.keep;

import io.rivulet.etl.Workbenches;
import io.rivulet.etl.analytics.Bookmarks;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.catalog.DataCatalog;
import io.rivulet.etl.lake.Lake;
import io.rivulet.etl.preprocess.PreprocessJob;
import io.rivulet.etl.verify.Shadow;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class KeepConfiguration {

  @Bean
  BackfillJob backfillJob(PreprocessJob preprocess, Bookmarks bookmarks) {
    return new BackfillJob(preprocess, bookmarks);
  }

  @Bean
  CompactJob compactJob(Lake lake, Warehouse warehouse, Workbenches workbenches) {
    return new CompactJob(lake, warehouse, workbenches);
  }

  @Bean
  RetentionJob retentionJob(
      Lake lake, Warehouse warehouse, DataCatalog catalog, Workbenches workbenches, Shadow shadow) {
    return new RetentionJob(
        lake, warehouse, catalog, new CuratedRetention(lake, warehouse, workbenches, shadow));
  }

  @Bean
  OldRows oldRows(Warehouse warehouse, @Qualifier("opsTransactional") DataSource ops) {
    return new OldRows(JdbcClient.create(warehouse.tables()), JdbcClient.create(ops));
  }
}
