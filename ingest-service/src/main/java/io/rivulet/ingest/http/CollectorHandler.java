package io.rivulet.ingest.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.rivulet.event.RejectionReason;
import io.rivulet.event.project.Project;
import io.rivulet.ingest.body.Body;
import io.rivulet.ingest.body.BodyReader;
import io.rivulet.ingest.body.Packet;
import io.rivulet.ingest.body.PacketReader;
import io.rivulet.ingest.body.RawText;
import io.rivulet.ingest.decode.Refusals;
import io.rivulet.ingest.decode.RequestFacts;
import io.rivulet.ingest.decode.RevoltDecoder;
import io.rivulet.ingest.decode.SegmentDecoder;
import io.rivulet.ingest.decode.Verdict;
import io.rivulet.ingest.kafka.EventStore;
import io.rivulet.ingest.project.ProjectDirectory;
import io.rivulet.ingest.project.WriteKeys;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * The collector's HTTP edge: the way of a request, from top to bottom. All of it runs on the
 * connection's event loop, and nothing in it waits: a body's bytes, the store's word and time
 * itself call it back.
 */
final class CollectorHandler
    implements BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {
  private static final Logger log = LoggerFactory.getLogger(CollectorHandler.class);

  private static final String UNKNOWN_KEY = "invalid write key: no project has it";
  private static final String NO_KEY = "the request carries no write key";
  private static final Answer STORE_UNAVAILABLE =
      Answer.unavailable("store_unavailable", "the events could not be stored; send them again");

  private final IngestSettings settings;
  private final ProjectDirectory projects;
  private final TrustedProxies proxies;
  private final BodyReader bodies;
  private final PacketReader packets;
  private final SegmentDecoder segment;
  private final RevoltDecoder revolt;
  private final EventStore store;
  private final CollectorMetrics metrics;
  private final WorkBound work;
  private final RateBound unknownKept;
  private final Clock clock;

  CollectorHandler(
      IngestSettings settings,
      ProjectDirectory projects,
      TrustedProxies proxies,
      BodyReader bodies,
      PacketReader packets,
      SegmentDecoder segment,
      RevoltDecoder revolt,
      EventStore store,
      CollectorMetrics metrics,
      WorkBound work,
      RateBound unknownKept,
      Clock clock) {
    this.settings = settings;
    this.projects = projects;
    this.proxies = proxies;
    this.bodies = bodies;
    this.packets = packets;
    this.segment = segment;
    this.revolt = revolt;
    this.store = store;
    this.metrics = metrics;
    this.work = work;
    this.unknownKept = unknownKept;
    this.clock = clock;
  }

  @Override
  public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
    long start = System.nanoTime();
    Exchange exchange = new Exchange(request, response);
    Optional<Route> route =
        exchange.hasTarget() ? Route.of(exchange.target().path()) : Optional.empty();
    Cors.allow(exchange.header(HttpHeaderNames.ORIGIN), exchange.answerHeaders());
    // The client's going away cancels the sending of the answer, not the work behind it.
    return Mono.fromFuture(answer(exchange, route), true)
        .flatMap(
            answer -> {
              metrics.answered(
                  route.map(Route::name).orElse("unknown"),
                  answer.status(),
                  Duration.ofNanos(System.nanoTime() - start));
              return Mono.from(exchange.send(answer));
            });
  }

  private CompletableFuture<Answer> answer(Exchange exchange, Optional<Route> route) {
    if (!exchange.hasTarget()) {
      return now(ErrorAnswers.of(400).asLast());
    }
    if (route.isEmpty()) {
      return now(ErrorAnswers.of(404));
    }
    if (exchange.method().equals("OPTIONS")) {
      Cors.preflight(exchange.answerHeaders());
      return now(Answer.empty());
    }
    if (!exchange.method().equals("POST")) {
      exchange.answerHeaders().set(HttpHeaderNames.ALLOW, "POST, OPTIONS");
      return now(ErrorAnswers.of(405));
    }
    CompletableFuture<Answer> answer;
    try {
      answer = collect(exchange, route.get());
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    return answer.exceptionally(
        fault -> {
          log.error("request on {} failed: {}", route.get().name(), Faults.kind(fault));
          return Answer.unavailable("internal_error", "the request failed; send it again");
        });
  }

  /** The way of a request from its key to its body. */
  private CompletableFuture<Answer> collect(Exchange exchange, Route route) {
    RequestFacts facts = facts(exchange).at(route.name(), route.appInstanceId());
    WriteKeys keys = projects.current();
    if (keys == null) {
      return now(Answer.unavailable("projects_not_loaded", "the projects are not loaded yet"));
    }
    String presented = presentedKey(exchange);
    Project project = route.isRevolt() ? ofRevolt(exchange, route, keys) : keys.ofKey(presented);

    WorkBound.Place place = work.place();
    if (!place.tryTake(WorkBound.LEAST)) {
      return now(overloaded(route));
    }
    int limit = settings.limits().requestBytes() + 1;
    return exchange
        .body(limit, place, settings.requestTimeout())
        .thenCompose(
            arrival -> {
              if (!(arrival instanceof Arrival.Whole whole)) {
                return now(notArrived((Arrival.Failed) arrival, route));
              }
              Body body = bodies.read(whole.bytes(), exchange.header("Content-Encoding"));
              return place.tryTake(Math.max(0, body.length() - whole.bytes().length))
                  ? collect(exchange, body, facts, route, keys, project, presented != null, place)
                  : now(overloaded(route));
            })
        .whenComplete((answer, fault) -> place.leave());
  }

  /**
   * The way of a body from its form to its answer.
   *
   * @param project of the key outside the body
   * @param hasPresentedKey whether there is a key outside the body, which then alone counts
   */
  private CompletableFuture<Answer> collect(
      Exchange exchange,
      Body body,
      RequestFacts facts,
      Route route,
      WriteKeys keys,
      @Nullable Project project,
      boolean hasPresentedKey,
      WorkBound.Place place) {
    if (project == null && (hasPresentedKey || route.isRevolt())) {
      return refuse(
          exchange, null, facts, route, RejectionReason.UNKNOWN_KEY, UNKNOWN_KEY, bytes(body), 0);
    }
    if (!(body instanceof Body.Text text)) {
      Body.Refused refused = (Body.Refused) body;
      return refuse(
          exchange, project, facts, route, refused.reason(), refused.message(), refused.read(), 0);
    }
    Packet packet = packets.read(text.utf8(), route.shape());
    if (!(packet instanceof Packet.Batch batch)) {
      Packet.Refused refused = (Packet.Refused) packet;
      return refuse(
          exchange,
          project,
          facts,
          route,
          refused.reason(),
          refused.message(),
          bytes(body),
          refused.items());
    }
    if (project == null) {
      project = keys.ofKey(batch.writeKey());
    }
    if (project == null) {
      String message = batch.writeKey() == null ? NO_KEY : UNKNOWN_KEY;
      return refuse(
          exchange, null, facts, route, RejectionReason.UNKNOWN_KEY, message, bytes(body), 0);
    }

    List<Verdict> verdicts =
        route.isRevolt()
            ? revolt.decode(batch, facts, project, Objects.requireNonNull(route.appInstanceId()))
            : segment.decode(batch, facts, project, route.type());
    place.take(Math.max(0, weight(verdicts) - body.length()));
    return store
        .store(verdicts)
        .thenApplyAsync(
            outcome -> {
              if (outcome != EventStore.Outcome.DURABLE) {
                return STORE_UNAVAILABLE;
              }
              metrics.batch(batch.items().size());
              metrics.stored(verdicts);
              return route.isRevolt()
                  ? Answer.revoltStored(batch.items().size())
                  : Answer.stored(verdicts);
            },
            exchange.eventLoop());
  }

  private RequestFacts facts(Exchange exchange) {
    return new RequestFacts(
        clock.instant(),
        proxies.clientOf(exchange.remote(), exchange.headers()),
        exchange.cleanHeader(HttpHeaderNames.USER_AGENT),
        exchange.header("SentAt"),
        exchange.header("X-Retry-Count") != null || exchange.header("Rsa-Retry-Attempt") != null);
  }

  private static @Nullable String presentedKey(Exchange exchange) {
    return Credentials.writeKey(
        exchange.header(HttpHeaderNames.AUTHORIZATION),
        exchange.header("X-Write-Key"),
        exchange.target().query());
  }

  private static @Nullable Project ofRevolt(Exchange exchange, Route route, WriteKeys keys) {
    Credentials.Basic basic = Credentials.basic(exchange.header(HttpHeaderNames.AUTHORIZATION));
    return basic != null && basic.user().equals(route.trackingId())
        ? keys.ofRevolt(basic.user(), basic.password())
        : null;
  }

  private Answer notArrived(Arrival.Failed why, Route route) {
    return switch (why) {
      case NO_ROOM -> overloaded(route);
      case LATE -> {
        metrics.slow();
        yield Answer.unavailable("timeout", "the body did not arrive in time; send it again")
            .asLast();
      }
      case BROKEN ->
          route.isRevolt()
              ? Answer.unavailable("bad_request", "the body ended early; send it again").asLast()
              : ErrorAnswers.of(400).asLast();
    };
  }

  private Answer overloaded(Route route) {
    metrics.overloaded();
    return Answer.overloaded(route.isRevolt());
  }

  private static byte[] bytes(Body body) {
    return body instanceof Body.Text text ? text.utf8() : ((Body.Refused) body).read();
  }

  /** Bytes that verdicts take until they are stored. */
  private static long weight(List<Verdict> verdicts) {
    long bytes = 0;
    for (Verdict verdict : verdicts) {
      String raw = verdict instanceof Verdict.Rejected rejected ? rejected.rejected().raw() : null;
      bytes +=
          verdict instanceof Verdict.Accepted accepted
              ? accepted.line().length
              : raw == null ? 0 : raw.length();
    }
    return bytes;
  }

  /**
   * Refuses the whole request and keeps it in the quarantine. Of requests without a known project,
   * which anybody can send, only so many a second are kept; the others are but counted. Revolt's
   * SDKs would send again for ever what is answered with 400: they are told that all is well.
   *
   * @param items number of events in the request; 0 where it cannot be told
   */
  private CompletableFuture<Answer> refuse(
      Exchange exchange,
      @Nullable Project project,
      RequestFacts facts,
      Route route,
      RejectionReason reason,
      String message,
      byte[] read,
      int items) {
    if (project == null && !unknownKept.tryTake()) {
      metrics.notKept(reason);
      return now(Answer.refused(reason, message));
    }
    Refusals refusals = Refusals.of(project, facts, route.protocol());
    List<Verdict> refusal =
        List.of(refusals.request(reason, message, RawText.of(read, refusals.ipPolicy())));
    return store
        .store(refusal)
        .thenApplyAsync(
            outcome -> {
              if (outcome != EventStore.Outcome.DURABLE) {
                return STORE_UNAVAILABLE;
              }
              metrics.stored(refusal);
              if (project != null && route.isRevolt()) {
                return Answer.revoltStored(
                    items > 0
                        ? items
                        : RevoltDecoder.eventsIn(new String(read, StandardCharsets.UTF_8)));
              }
              return Answer.refused(reason, message);
            },
            exchange.eventLoop());
  }

  private static CompletableFuture<Answer> now(Answer answer) {
    return CompletableFuture.completedFuture(answer);
  }
}
