package io.rivulet.etl;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.rivulet.etl.analytics.Bookmarks;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.balance.ClosingBalance;
import io.rivulet.etl.lake.Lake;
import io.rivulet.etl.preprocess.PreprocessJob;
import io.rivulet.etl.quality.QualityGate;
import io.rivulet.etl.report.ReportJob;
import io.rivulet.etl.run.TokenFilter;
import io.rivulet.event.project.ProjectsFile;
import io.rivulet.event.project.ProjectsFile.InvalidProjectsException;
import io.rivulet.reporting.ReportingSql;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.FileSystemUtils;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Puts the parts of the ETL together. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class EtlConfiguration {
  private static final Logger log = LoggerFactory.getLogger(EtlConfiguration.class);

  /** Longest time that one call to S3 may take, all its attempts together. */
  private static final Duration S3_CALL_TIMEOUT = Duration.ofMinutes(2);

  /** Longest wait for PostgreSQL's answer to one statement. */
  private static final Duration POSTGRES_READ_TIMEOUT = Duration.ofMinutes(10);

  /** Longest wait for another transaction's lock. */
  private static final Duration LOCK_TIMEOUT = Duration.ofMinutes(1);

  private static final Duration S3_ATTEMPT_TIMEOUT = Duration.ofSeconds(30);

  @Bean(destroyMethod = "close")
  @ConfigurationProperties("rivulet.analytics")
  HikariDataSource analytics() {
    HikariDataSource pool = pool("analytics", 4);
    pool.setSchema(Warehouse.MART);
    return pool;
  }

  /** The same database; its tables are those into which verify and rebuild compute. */
  @Bean(destroyMethod = "close")
  @ConfigurationProperties("rivulet.analytics")
  HikariDataSource shadow() {
    HikariDataSource pool = pool("shadow", 2);
    pool.setMinimumIdle(0);
    pool.setSchema(Warehouse.SHADOW);
    return pool;
  }

  @Bean(destroyMethod = "close")
  @ConfigurationProperties("rivulet.ops")
  HikariDataSource ops() {
    return pool("ops", 6);
  }

  private static HikariDataSource pool(String name, int size) {
    HikariDataSource pool = new HikariDataSource();
    pool.setPoolName(name);
    pool.setMaximumPoolSize(size);
    pool.setMinimumIdle(1);
    // A connection that died silently must not hold a run for ever.
    pool.addDataSourceProperty("tcpKeepAlive", "true");
    pool.addDataSourceProperty("socketTimeout", Long.toString(POSTGRES_READ_TIMEOUT.toSeconds()));
    pool.setConnectionInitSql("set lock_timeout = '" + LOCK_TIMEOUT.toSeconds() + "s'");
    return pool;
  }

  /** Brings both databases to this version's schema before anything reads them. */
  @Bean
  Migrated migrated(
      @Qualifier("analytics") DataSource analytics, @Qualifier("ops") DataSource ops) {
    migrate(analytics, ReportingSql.ANALYTICS_MIGRATIONS);
    migrate(ops, ReportingSql.OPS_MIGRATIONS);
    return new Migrated();
  }

  /** Says that the databases have been migrated. */
  record Migrated() {}

  /**
   * Forward only: what a later version has migrated may have tables that this one would fill
   * wrongly.
   *
   * @throws IllegalStateException when a later version has migrated the database
   */
  static void migrate(DataSource database, String location) {
    Flyway flyway =
        Flyway.configure().dataSource(database).defaultSchema("public").locations(location).load();
    for (MigrationInfo applied : flyway.info().applied()) {
      if (applied.getState() == MigrationState.FUTURE_SUCCESS) {
        throw new IllegalStateException(
            ("a later version of Rivulet has migrated the database of %s to schema version %s: "
                    + "start that version, or restore a backup from before the upgrade")
                .formatted(location, applied.getVersion()));
      }
    }
    flyway.migrate();
  }

  @Bean(destroyMethod = "close")
  S3Client s3() {
    return S3Client.builder()
        .forcePathStyle(true)
        .httpClientBuilder(Apache5HttpClient.builder().socketTimeout(S3_ATTEMPT_TIMEOUT))
        .overrideConfiguration(
            c -> c.apiCallTimeout(S3_CALL_TIMEOUT).apiCallAttemptTimeout(S3_ATTEMPT_TIMEOUT))
        .build();
  }

  @Bean
  Lake lake(S3Client s3, @Value("${rivulet.lake.bucket}") String bucket, EtlSettings settings) {
    return new Lake(s3, bucket, settings.copies());
  }

  @Bean
  LocalCopies localCopies(Lake lake, Warehouse warehouse) {
    return new LocalCopies(lake, warehouse);
  }

  /** Removes what other instances have replaced or erased, and this one has a copy of. */
  record LocalCopies(Lake lake, Warehouse warehouse) {
    /** Younger ones may be on their way into the catalog. */
    private static final Duration YOUNG = Duration.ofMinutes(10);

    @Scheduled(fixedDelay = 600_000, initialDelay = 60_000)
    void clean() {
      try {
        int removed = lake.removeCopies(warehouse.catalog().namedObjects(), YOUNG);
        if (removed > 0) {
          log.info("{} copies of objects that are gone were removed", removed);
        }
      } catch (IOException | RuntimeException e) {
        log.warn("copies of objects that are gone stay for now: {}", e.toString());
      }
    }
  }

  @Bean
  ProjectsFile projectsFile(@Value("${rivulet.projects}") Path path)
      throws InvalidProjectsException {
    return new ProjectsFile(path);
  }

  @Bean
  ProjectsReload projectsReload(ProjectsFile file) {
    return new ProjectsReload(file);
  }

  /** Reads the projects file again when it changed. */
  record ProjectsReload(ProjectsFile file) {
    @Scheduled(fixedDelay = 5_000)
    void reload() {
      try {
        if (file.reloadIfChanged()) {
          log.info("read {} again", file.path());
        }
      } catch (InvalidProjectsException e) {
        log.warn("{}; the last good file stays in force", e.getMessage());
      }
    }
  }

  @Bean(defaultCandidate = false)
  Warehouse shadowTables(@Qualifier("shadow") DataSource shadow, Migrated migrated) {
    return new Warehouse(shadow);
  }

  @Bean
  Warehouse warehouse(@Qualifier("analytics") DataSource analytics, Migrated migrated) {
    return new Warehouse(analytics);
  }

  @Bean
  ProjectSettings projectSettings(ProjectsFile file) {
    return new ProjectSettings(file);
  }

  @Bean
  Workbenches workbenches(EtlSettings settings, ProjectSettings projects) throws IOException {
    // Left over from runs that died.
    FileSystemUtils.deleteRecursively(settings.runs());
    return new Workbenches(settings, projects);
  }

  @Bean
  Questions questions(Workbenches workbenches, MeterRegistry metrics) {
    return new Questions(workbenches, metrics);
  }

  @Bean
  PreprocessJob preprocessJob(
      Lake lake, Warehouse warehouse, Workbenches workbenches, QualityGate quality) {
    return new PreprocessJob(lake, warehouse, workbenches, quality);
  }

  @Bean
  ReportJob reportJob(
      Lake lake, Warehouse warehouse, Workbenches workbenches, QualityGate quality) {
    return new ReportJob(lake, warehouse, workbenches, quality);
  }

  @Bean
  ClosingBalance closingBalance(Lake lake, Warehouse warehouse, Workbenches workbenches) {
    return new ClosingBalance(lake, warehouse, workbenches);
  }

  @Bean
  Bookmarks bookmarks(@Qualifier("analytics") DataSource analytics, Migrated migrated) {
    return new Bookmarks(
        JdbcClient.create(analytics),
        new TransactionTemplate(new DataSourceTransactionManager(analytics)));
  }

  /** Database {@code ops} for what takes part in {@link #opsTransaction}. */
  @Bean
  DataSource opsTransactional(@Qualifier("ops") DataSource ops, Migrated migrated) {
    return new TransactionAwareDataSourceProxy(ops);
  }

  @Bean
  TransactionTemplate opsTransaction(@Qualifier("ops") DataSource ops) {
    return new TransactionTemplate(new DataSourceTransactionManager(ops));
  }

  @Bean
  TokenFilter tokenFilter(@Value("${rivulet.admin-token}") String token) {
    return new TokenFilter(token);
  }
}
