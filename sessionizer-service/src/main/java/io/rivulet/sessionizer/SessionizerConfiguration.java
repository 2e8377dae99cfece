package io.rivulet.sessionizer;

import io.micrometer.core.instrument.MeterRegistry;
import io.rivulet.event.Topics;
import io.rivulet.event.project.ProjectsFile;
import io.rivulet.sessionizer.archive.ArchiveSettings;
import io.rivulet.sessionizer.archive.Archiver;
import io.rivulet.sessionizer.archive.S3ObjectStore;
import io.rivulet.sessionizer.enrich.Enrichment;
import io.rivulet.sessionizer.forget.ForgetRequests;
import io.rivulet.sessionizer.geoip.GeoDatabase;
import io.rivulet.sessionizer.kafka.KafkaTopics;
import io.rivulet.sessionizer.kafka.RetentionWatch;
import io.rivulet.sessionizer.kafka.StreamLag;
import io.rivulet.sessionizer.stream.SessionStream;
import io.rivulet.sessionizer.stream.SessionizerTopology;
import io.rivulet.sessionizer.stream.StreamSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.KafkaStreams;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.scheduling.annotation.EnableScheduling;
import software.amazon.awssdk.services.s3.S3Client;

/** Wires the stream and the archiver, and says how they are. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
@EnableConfigurationProperties({ArchiveSettings.class, StreamSettings.class})
class SessionizerConfiguration {
  @Bean
  ProjectsFile projectsFile(@Value("${rivulet.projects}") Path path)
      throws ProjectsFile.InvalidProjectsException {
    return new ProjectsFile(path);
  }

  @Bean
  ReloadedRules rules(ProjectsFile projects) {
    return new ReloadedRules(projects);
  }

  @Bean
  ReloadedGeoDatabase geoDatabase(
      @Value("${rivulet.geoip.database}") String path, MeterRegistry metrics) {
    return new ReloadedGeoDatabase(new GeoDatabase(path.isBlank() ? null : Path.of(path)), metrics);
  }

  @Bean
  KafkaTopics kafkaTopics(
      KafkaProperties kafka, @Value("${rivulet.kafka.partitions}") int partitions) {
    return new KafkaTopics(kafka.buildAdminProperties(), partitions);
  }

  @Bean
  StreamLag streamLag(KafkaProperties kafka) {
    return new StreamLag(kafka.buildConsumerProperties(), StreamSettings.APPLICATION_ID);
  }

  @Bean
  StreamMetrics streamMetrics(StreamLag lag, MeterRegistry metrics) {
    return new StreamMetrics(lag, metrics);
  }

  // Ends before the archiver does, which then has all that the stream has committed.
  @Bean(initMethod = "start")
  @DependsOn("archiver")
  SessionStream sessionStream(
      KafkaTopics topics,
      KafkaProperties kafka,
      StreamSettings settings,
      ReloadedRules rules,
      ReloadedGeoDatabase places,
      StreamMetrics progress,
      MeterRegistry metrics) {
    CountedProblems problems = new CountedProblems(metrics);
    Enrichment enrichment = Enrichment.standard(rules::ofEnrichment, places.database(), problems);
    return new SessionStream(
        topics,
        commits ->
            SessionizerTopology.build(rules::ofSessions, enrichment, problems, progress, commits),
        settings.kafkaStreams(kafka.buildStreamsProperties()),
        metrics);
  }

  @Bean
  S3Client s3Client() {
    return S3ObjectStore.client();
  }

  @Bean
  ForgetRequests forgetRequests(
      S3Client s3,
      @Value("${rivulet.lake.bucket}") String bucket,
      KafkaProperties kafka,
      MeterRegistry metrics) {
    return new ForgetRequests(s3, bucket, kafka.buildProducerProperties(), metrics);
  }

  @Bean(initMethod = "start")
  Archiver archiver(
      KafkaProperties kafka,
      KafkaTopics topics,
      S3Client s3,
      @Value("${rivulet.lake.bucket}") String bucket,
      ArchiveSettings settings,
      MeterRegistry metrics) {
    return new Archiver(
        kafka.buildConsumerProperties(), topics, new S3ObjectStore(s3, bucket), settings, metrics);
  }

  @Bean
  HealthIndicator streamHealthIndicator(SessionStream stream, RetentionWatch streamRetentionWatch) {
    return () -> {
      KafkaStreams.State state = stream.state();
      String waiting =
          Objects.requireNonNullElse(stream.problem(), "waiting for Kafka or a new try");
      return (state == KafkaStreams.State.RUNNING ? Health.up() : Health.down())
          .withDetail("state", state == null ? waiting : state.name())
          .withDetail("restoringPartitions", stream.restoringPartitions())
          .withDetail("recordsToRestore", stream.recordsToRestore())
          .withDetail("retentionUsed", streamRetentionWatch.used())
          .build();
    };
  }

  // Never down: without a database the events are as whole as before, but for their places.
  @Bean
  HealthIndicator geoipHealthIndicator(ReloadedGeoDatabase places) {
    return () ->
        Health.up()
            .withDetail("database", Objects.requireNonNullElse(places.database().inUse(), "none"))
            .withDetail("problem", Objects.requireNonNullElse(places.database().problem(), "none"))
            .build();
  }

  @Bean(initMethod = "start")
  RetentionWatch streamRetentionWatch(
      KafkaProperties kafka, KafkaTopics topics, MeterRegistry metrics) {
    return new RetentionWatch(
        kafka.buildAdminProperties(),
        topics,
        StreamSettings.APPLICATION_ID,
        List.of(Topics.EVENTS),
        "rivulet.sessionizer.input",
        metrics);
  }

  @Bean(initMethod = "start")
  RetentionWatch archiveRetentionWatch(
      KafkaProperties kafka, KafkaTopics topics, MeterRegistry metrics) {
    return new RetentionWatch(
        kafka.buildAdminProperties(),
        topics,
        Archiver.GROUP,
        Archiver.TOPICS,
        Archiver.METRICS,
        metrics);
  }

  @Bean
  HealthIndicator archiverHealthIndicator(Archiver archiver, RetentionWatch archiveRetentionWatch) {
    return () -> {
      String problem = archiver.storeProblem();
      boolean works = archiver.isPolling() && problem == null && !archiver.isDiskFull();
      Health.Builder health = works ? Health.up() : Health.down();
      if (problem != null) {
        health.withDetail("lake", problem);
      }
      return health
          .withDetail("polling", archiver.isPolling())
          .withDetail("lakeReachable", problem == null)
          .withDetail("spoolFull", archiver.isSpoolFull())
          .withDetail("diskFull", archiver.isDiskFull())
          .withDetail("retentionUsed", archiveRetentionWatch.used())
          .build();
    };
  }
}
