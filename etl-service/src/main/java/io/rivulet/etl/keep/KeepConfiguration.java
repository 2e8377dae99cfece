package io.rivulet.etl.keep;

import io.rivulet.etl.Workbenches;
import io.rivulet.etl.analytics.Bookmarks;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.lake.Lake;
import io.rivulet.etl.preprocess.PreprocessJob;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

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
  RetentionJob retentionJob(Lake lake, Warehouse warehouse) {
    return new RetentionJob(lake, warehouse);
  }
}
