package io.rivulet.etl.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.rivulet.etl.ProjectSettings;
import io.rivulet.etl.alert.Alerts;
import io.rivulet.etl.alert.Webhook;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.job.Jobs;
import io.rivulet.etl.lake.Lake;
import io.rivulet.etl.run.JobRuns;
import io.rivulet.etl.run.JobTable;
import io.rivulet.etl.run.RunQueue;
import io.rivulet.etl.trigger.TriggerClock;
import io.rivulet.etl.trigger.TriggerTable;
import io.rivulet.etl.trigger.UnreadObjects;
import io.rivulet.etl.workflow.Workflows;
import java.net.URI;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts triggers, runs and workers together. */
@Configuration(proxyBeanMethods = false)
class RunsConfiguration {

  @Bean
  JobTable jobTable(@Qualifier("opsTransactional") DataSource ops) {
    return new JobTable(JdbcClient.create(ops));
  }

  @Bean
  JobRuns jobRuns(@Qualifier("opsTransactional") DataSource ops) {
    return new JobRuns(JdbcClient.create(ops));
  }

  @Bean
  TriggerTable triggerTable(@Qualifier("opsTransactional") DataSource ops) {
    return new TriggerTable(JdbcClient.create(ops));
  }

  @Bean
  Workflows workflows(@Qualifier("opsTransactional") DataSource ops, JobRuns runs, JobTable jobs) {
    return new Workflows(JdbcClient.create(ops), runs, jobs, new RunQueue(runs, ops));
  }

  @Bean
  TriggerClock triggerClock(
      TriggerTable triggers,
      JobTable jobs,
      JobRuns runs,
      Workflows workflows,
      Lake lake,
      Warehouse warehouse,
      TransactionTemplate transaction) {
    return new TriggerClock(
        triggers, jobs, runs, workflows, new UnreadObjects(lake, warehouse.catalog()), transaction);
  }

  @Bean
  Alerts alerts(
      @Qualifier("opsTransactional") DataSource ops,
      @Value("${rivulet.etl.webhook.url}") String url) {
    return new Alerts(JdbcClient.create(ops), !url.isBlank());
  }

  @Bean
  RunMetrics runMetrics(MeterRegistry registry) {
    return new RunMetrics(registry);
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  JobRunner jobRunner(
      Jobs jobs,
      JobTable settings,
      JobRuns runs,
      Workflows workflows,
      Alerts alerts,
      RunMetrics metrics,
      TransactionTemplate transaction,
      @Qualifier("opsTransactional") DataSource ops) {
    return new JobRunner(jobs::find, settings, runs, workflows, alerts, metrics, transaction, ops);
  }

  @Bean
  ChangedSettings changedSettings(
      Warehouse warehouse, ProjectSettings projects, JobTable jobs, JobRunner runner) {
    return new ChangedSettings(warehouse.catalog(), projects, jobs, runner);
  }

  @Bean
  Clockwork clockwork(
      JobRunner runner,
      TriggerClock triggers,
      Jobs jobs,
      JobTable jobTable,
      JobRuns runs,
      Alerts alerts,
      RunMetrics metrics,
      MeterRegistry registry,
      TransactionTemplate transaction,
      @Value("${rivulet.etl.webhook.url}") String url,
      @Value("${rivulet.etl.webhook.secret}") String secret) {
    Optional<Webhook> webhook =
        url.isBlank()
            ? Optional.empty()
            : Optional.of(new Webhook(alerts, webhookUrl(url), secret, registry));
    return new Clockwork(
        runner, triggers, jobs, jobTable, runs, alerts, webhook, metrics, transaction);
  }

  private static URI webhookUrl(String url) {
    try {
      URI uri = URI.create(url.strip());
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // said below, without the URL, which may be a secret
    }
    throw new IllegalArgumentException(
        "rivulet.etl.webhook.url must be an absolute http or https URL");
  }
}
