package io.rivulet.ingest.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.rivulet.ingest.body.BodyReader;
import io.rivulet.ingest.body.Limits;
import io.rivulet.ingest.body.PacketReader;
import io.rivulet.ingest.decode.RevoltDecoder;
import io.rivulet.ingest.decode.SegmentDecoder;
import io.rivulet.ingest.kafka.EventStore;
import io.rivulet.ingest.project.ProjectDirectory;
import java.time.Clock;
import java.time.Duration;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Hangs the collector's servlet and its error answers into Tomcat. */
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {
  private static final String[] PATHS = {"/v1/*", "/api/v1/*"};

  // A burst has its turn within this; what waits longer is too much.
  private static final Duration TURN = Duration.ofSeconds(1);

  @Bean
  ServletRegistrationBean<CollectorServlet> collector(
      IngestSettings settings,
      ProjectDirectory projects,
      EventStore store,
      MeterRegistry registry) {
    Limits limits = settings.limits();
    Faults faults = new Faults(registry);
    CollectorServlet servlet =
        new CollectorServlet(
            projects,
            new BodyReader(limits),
            new PacketReader(limits),
            new SegmentDecoder(limits, faults, projects.plans()),
            new RevoltDecoder(limits, faults, projects.plans()),
            store,
            new CollectorMetrics(registry),
            new WorkBound(Math.toIntExact(settings.maxInWork().toBytes()), TURN),
            new RateBound(settings.unknownKeptPerSecond(), System::nanoTime),
            Clock.systemUTC());
    return new ServletRegistrationBean<>(servlet, PATHS);
  }

  @Bean
  FilterRegistrationBean<CorsFilter> cors() {
    FilterRegistrationBean<CorsFilter> registration =
        new FilterRegistrationBean<>(new CorsFilter());
    registration.addUrlPatterns(PATHS);
    return registration;
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> jsonErrors() {
    return factory ->
        factory.addContextCustomizers(
            context ->
                ((StandardHost) context.getParent())
                    .setErrorReportValveClass(JsonErrorReportValve.class.getName()));
  }
}
