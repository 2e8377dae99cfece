package io.rivulet.ingest.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.rivulet.ingest.body.BodyReader;
import io.rivulet.ingest.body.Limits;
import io.rivulet.ingest.body.PacketReader;
import io.rivulet.ingest.decode.RevoltDecoder;
import io.rivulet.ingest.decode.SegmentDecoder;
import io.rivulet.ingest.kafka.EventStore;
import io.rivulet.ingest.limit.ProjectRates;
import io.rivulet.ingest.live.LiveHub;
import io.rivulet.ingest.project.ProjectDirectory;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.reactor.netty.NettyRouteProvider;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.Http2;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerState;
import reactor.netty.resources.LoopResources;

/** Hangs the collector and its bounds into the HTTP server. */
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {
  @Bean
  TrustedProxies trustedProxies(IngestSettings settings) {
    return new TrustedProxies(settings.trustedProxies());
  }

  @Bean
  CollectorMetrics collectorMetrics(MeterRegistry registry) {
    return new CollectorMetrics(registry);
  }

  @Bean
  WorkBound workBound(IngestSettings settings, CollectorMetrics metrics) {
    WorkBound work = new WorkBound(settings.maxInWork().toBytes());
    metrics.watch(work);
    return work;
  }

  @Bean
  CollectorHandler collector(
      IngestSettings settings,
      ProjectDirectory projects,
      TrustedProxies proxies,
      EventStore store,
      CollectorMetrics metrics,
      WorkBound work,
      LiveHub live,
      MeterRegistry registry) {
    Limits limits = settings.limits();
    Faults faults = new Faults(registry);
    return new CollectorHandler(
        settings,
        projects,
        proxies,
        new BodyReader(limits),
        new PacketReader(limits),
        new SegmentDecoder(limits, faults, projects.plans()),
        new RevoltDecoder(limits, faults, projects.plans()),
        store,
        metrics,
        work,
        new RateBound(settings.unknownKeptPerSecond(), System::nanoTime),
        new ProjectRates(System::nanoTime),
        live,
        Clock.systemUTC());
  }

  @Bean
  LiveHub liveHub(CollectorMetrics metrics) {
    LiveHub live = new LiveHub(System::nanoTime);
    metrics.watch(live);
    return live;
  }

  /** Open streams would hold up a shutdown that waits for requests to end. */
  @Bean
  ApplicationListener<ContextClosedEvent> endOfStreams(LiveHub live) {
    return closed -> live.closeAll();
  }

  @Bean
  LiveHandler liveStreams(ProjectDirectory projects, LiveHub live, CollectorMetrics metrics) {
    return new LiveHandler(projects, live, metrics);
  }

  /** Threads of its own: those that all of a JVM share would end with the first who stops. */
  @Bean
  ReactorResourceFactory reactorResources() {
    ReactorResourceFactory resources = new ReactorResourceFactory();
    resources.setUseGlobalResources(false);
    // One for each processor: none of them ever waits, and more of them would only take turns.
    resources.setLoopResourcesSupplier(
        () -> LoopResources.create("collector", Runtime.getRuntime().availableProcessors(), true));
    resources.setShutdownQuietPeriod(Duration.ZERO);
    return resources;
  }

  /** All paths are the collector's but those of the management, which are Spring's. */
  @Bean
  NettyRouteProvider routes(
      CollectorHandler collector,
      LiveHandler live,
      @Value("${management.endpoints.web.base-path:/actuator}") String management) {
    return routes ->
        routes
            .route(request -> isBelow(LiveHandler.PATH, request), live)
            .route(request -> !isBelow(management, request), collector);
  }

  private static boolean isBelow(String base, HttpServerRequest request) {
    String path = request.uri();
    return path.startsWith(base)
        && (path.length() == base.length() || "/?".indexOf(path.charAt(base.length())) >= 0);
  }

  @Bean
  ConnectionLimits connectionLimits(
      IngestSettings settings, TrustedProxies proxies, MeterRegistry registry) {
    return new ConnectionLimits(
        settings.maxConnections(), settings.maxConnectionsPerAddress(), proxies, registry);
  }

  @Bean
  Farewell farewell(ConnectionLimits connections, WorkBound work) {
    return new Farewell(() -> connections.open() > 0, () -> work.taken() > 0);
  }

  @Bean
  NettyServerCustomizer bounds(
      IngestSettings settings,
      ConnectionLimits connections,
      CollectorMetrics metrics,
      Farewell farewell) {
    Supplier<RestOfBody> rest =
        () ->
            new RestOfBody(
                settings.maxRequestSize().toBytes(), settings.requestTimeout(), metrics::cut);
    return server ->
        server
            .doOnBound(farewell::bound)
            .doOnChannelInit(
                (observer, channel, remote) -> {
                  connections.accept(channel);
                  farewell.connected(channel);
                  new RequestDeadline(settings.requestTimeout(), metrics::slow, rest.get())
                      .watch(channel);
                })
            .childObserve(
                (connection, state) -> {
                  if (state == HttpServerState.REQUEST_RECEIVED
                      && connection instanceof HttpServerRequest request) {
                    if (RestOfBody.isStream(connection.channel())) {
                      rest.get().watchStream(connection.channel(), request.requestHeaders());
                    } else {
                      farewell.received(connection);
                    }
                  }
                });
  }

  /**
   * TLS where there is a certificate or the owner has named a bundle of his own in {@code
   * server.ssl.bundle}, and HTTP/2 wherever there is TLS.
   */
  @Bean
  WebServerFactoryCustomizer<NettyReactiveWebServerFactory> encryption(
      @Value("${spring.ssl.bundle.pem.collector.keystore.certificate:}") String certificate,
      SslBundles bundles) {
    return new Encryption(certificate, bundles);
  }

  /** Comes after what Spring makes of {@code server.ssl}. */
  private record Encryption(String certificate, SslBundles bundles)
      implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory>, Ordered {

    @Override
    public void customize(NettyReactiveWebServerFactory server) {
      if (Ssl.isEnabled(server.getSsl()) || !certificate.isBlank()) {
        if (!Ssl.isEnabled(server.getSsl())) {
          server.setSsl(Ssl.forBundle("collector"));
          server.setSslBundles(bundles);
        }
        Http2 http2 = new Http2();
        http2.setEnabled(true);
        server.setHttp2(http2);
      }
    }

    @Override
    public int getOrder() {
      return Ordered.LOWEST_PRECEDENCE;
    }
  }
}
