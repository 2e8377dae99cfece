package io.rivulet.ingest.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.rivulet.event.RejectedEvent;
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
import io.rivulet.ingest.limit.ProjectRates;
import io.rivulet.ingest.live.LiveHub;
import io.rivulet.ingest.project.ProjectDirectory;
import io.rivulet.ingest.project.WriteKeys;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Supplier;
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

  /** What a verdict takes beside its texts. */
  private static final int VERDICT_BYTES = 400;

  private static final String UNKNOWN_KEY = "invalid write key: no project has it";
  private static final String FOREIGN_PAGE =
      "the project does not take events from pages of this origin";
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
  private final ProjectRates rates;
  private final LiveHub live;
  private final Clock clock;
  private final OpenApi openApi = new OpenApi();
  private final RequestId requestIds = new RequestId();

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
      ProjectRates rates,
      LiveHub live,
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
    this.rates = rates;
    this.live = live;
    this.clock = clock;
  }

  @Override
  public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
    long start = System.nanoTime();
    Exchange exchange = new Exchange(request, response);
    Optional<Route> route =
        exchange.hasTarget() ? Route.of(exchange.target().path()) : Optional.empty();
    String requestId = requestIds.of(exchange.header(RequestId.HEADER));
    exchange.putCommonHeaders(requestId);
    CompletableFuture<Answer> answer =
        answer(exchange, route)
            .exceptionally(
                fault -> {
                  log.error("request {} failed: {}", requestId, Faults.kind(fault));
                  return Answer.unavailable("internal_error", "the request failed; send it again");
                });
    // The client's going away cancels the sending of the answer, not the work behind it.
    return Mono.fromFuture(answer, true)
        .flatMap(
            outcome -> {
              metrics.answered(
                  route.map(Route::name).orElse("unknown"),
                  outcome.status(),
                  Duration.ofNanos(System.nanoTime() - start));
              return Mono.from(exchange.send(isPixel(route, exchange) ? Answer.pixel() : outcome));
            });
  }

  // A page shows the image whatever became of the event; metrics tell what did.
  private static boolean isPixel(Optional<Route> route, Exchange exchange) {
    return route.isPresent()
        && route.get() instanceof Route.Events events
        && events.isPixel()
        && exchange.method().equals("GET");
  }

  private CompletableFuture<Answer> answer(Exchange exchange, Optional<Route> wanted) {
    if (!exchange.hasTarget()) {
      return now(ErrorAnswers.of(400).asLast());
    }
    if (wanted.isEmpty()) {
      return now(ErrorAnswers.of(404));
    }
    Route route = wanted.get();
    if (exchange.method().equals("OPTIONS")) {
      Cors.preflight(exchange.answerHeaders());
      return now(Answer.empty());
    }
    if (!route.takes(exchange.method())) {
      exchange.answerHeaders().set(HttpHeaderNames.ALLOW, String.join(", ", route.methods()));
      return now(ErrorAnswers.of(405));
    }
    try {
      if (route instanceof Route.Events events) {
        return collect(exchange, events);
      }
      if (route instanceof Route.Settings settingsRoute) {
        return now(settings(exchange, settingsRoute.writeKey()));
      }
      return now(
          switch ((Route.Plain) route) {
            case TELEMETRY -> Answer.success();
            case SOURCE_CONFIG -> sourceConfig(exchange);
            case OPENAPI_JSON -> openApi.json();
            case OPENAPI_YAML -> openApi.yaml();
          });
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** The way of a request with events from its key to its body. */
  private CompletableFuture<Answer> collect(Exchange exchange, Route.Events route) {
    WriteKeys keys = projects.current();
    if (keys == null) {
      return now(Answer.projectsNotLoaded());
    }
    String presented = exchange.presentedKey();
    Project project = route.isRevolt() ? ofRevolt(exchange, route, keys) : keys.ofKey(presented);
    if (project != null && isTooFast(project)) {
      return now(rateLimited(project, route));
    }
    Posting posting =
        new Posting(
            exchange, route, facts(exchange, route), keys, presented, project, work.place());
    if (!posting.place().tryTake(WorkBound.LEAST)) {
      return now(overloaded(route));
    }
    return body(posting)
        .thenCompose(
            arrival -> {
              if (!(arrival instanceof Arrival.Whole whole)) {
                return now(notArrived((Arrival.Failed) arrival, route));
              }
              Body body = read(posting, whole.bytes());
              return posting.place().tryTake(Math.max(0, body.length() - whole.bytes().length))
                  ? collect(posting, body)
                  : now(overloaded(route));
            })
        .whenComplete((answer, fault) -> posting.place().leave());
  }

  /** The body as it arrives; a pixel's is there already. */
  private CompletableFuture<Arrival> body(Posting posting) {
    return posting.route().isPixel()
        ? CompletableFuture.completedFuture(
            new Arrival.Whole(PixelData.of(posting.exchange().target().query())))
        : posting
            .exchange()
            .body(settings.limits().requestBytes() + 1, posting.place(), settings.requestTimeout());
  }

  private Body read(Posting posting, byte[] bytes) {
    return bodies.read(
        bytes, posting.route().isPixel() ? null : posting.exchange().header("Content-Encoding"));
  }

  /** The way of a body from its form to its answer. */
  private CompletableFuture<Answer> collect(Posting posting, Body body) {
    Route.Events route = posting.route();
    Project project = posting.project();
    // A key outside the body alone counts.
    if (project == null && (posting.presentedKey() != null || route.isRevolt())) {
      return refuse(posting, null, RejectionReason.UNKNOWN_KEY, UNKNOWN_KEY, bytes(body), 0);
    }
    if (!(body instanceof Body.Text text)) {
      Body.Refused refused = (Body.Refused) body;
      return refuse(posting, project, refused.reason(), refused.message(), refused.read(), 0);
    }
    Packet packet = packets.read(text.utf8(), route.shape());
    if (!(packet instanceof Packet.Batch batch)) {
      Packet.Refused refused = (Packet.Refused) packet;
      return refuse(
          posting, project, refused.reason(), refused.message(), text.utf8(), refused.items());
    }
    if (project == null) {
      project = posting.keys().ofKey(batch.writeKey());
    }
    if (project == null) {
      String message = batch.writeKey() == null ? NO_KEY : UNKNOWN_KEY;
      return refuse(posting, null, RejectionReason.UNKNOWN_KEY, message, text.utf8(), 0);
    }
    if (posting.exchange().isForeign(project)) {
      return refuse(
          posting,
          project,
          RejectionReason.ORIGIN_NOT_ALLOWED,
          FOREIGN_PAGE,
          text.utf8(),
          batch.items().size());
    }
    if (posting.presentedKey() == null && isTooFast(project)) {
      return now(rateLimited(project, route));
    }
    rates.charge(project, Math.max(1, batch.items().size()));

    int events = batch.items().size(); // the batch itself must not wait for the store in memory
    if (!posting.place().tryTake((long) events * VERDICT_BYTES)) {
      return now(overloaded(route));
    }
    List<Verdict> verdicts = decode(posting, batch, project);
    posting.place().take(Math.max(0, weight(verdicts) - body.length()));
    return stored(
        posting,
        project,
        verdicts,
        () -> {
          metrics.batch(events);
          return route.isRevolt() ? Answer.revoltStored(events) : Answer.stored(verdicts);
        });
  }

  /**
   * Stores the verdicts, and has the answer made once they are durable. Until then nothing of the
   * request is kept but what the answer is made from.
   */
  private CompletableFuture<Answer> stored(
      Posting posting, @Nullable Project project, List<Verdict> verdicts, Supplier<Answer> answer) {
    String projectId = project == null ? null : project.id();
    return store
        .store(verdicts)
        .thenApplyAsync(
            outcome -> {
              if (outcome != EventStore.Outcome.DURABLE) {
                return STORE_UNAVAILABLE;
              }
              metrics.stored(verdicts);
              if (projectId != null) {
                live.tell(projectId, verdicts);
              }
              return answer.get();
            },
            posting.exchange().eventLoop());
  }

  private List<Verdict> decode(Posting posting, Packet.Batch batch, Project project) {
    Route.Events route = posting.route();
    return route.isRevolt()
        ? revolt.decode(batch, posting.facts(), project)
        : segment.decode(batch, posting.facts(), project, route.type(), route.protocol());
  }

  /** What SDKs of the Segment protocol fetch first. It is there for every key, known or not. */
  private Answer settings(Exchange exchange, String writeKey) {
    WriteKeys keys = projects.current();
    Project project = keys == null ? null : keys.ofKey(writeKey);
    if (project != null && exchange.isForeign(project)) {
      return Answer.refused(RejectionReason.ORIGIN_NOT_ALLOWED, FOREIGN_PAGE);
    }
    return Answer.json(SettingsDocuments.segment(writeKey, publicAddress(exchange)));
  }

  /** What RudderStack's SDKs fetch first. */
  private Answer sourceConfig(Exchange exchange) {
    WriteKeys keys = projects.current();
    String writeKey = exchange.presentedKey();
    Project project = keys == null ? null : keys.ofKey(writeKey);
    if (writeKey == null || (keys != null && project == null)) {
      return Answer.refused(RejectionReason.UNKNOWN_KEY, writeKey == null ? NO_KEY : UNKNOWN_KEY);
    }
    if (project != null && exchange.isForeign(project)) {
      return Answer.refused(RejectionReason.ORIGIN_NOT_ALLOWED, FOREIGN_PAGE);
    }
    return Answer.json(SettingsDocuments.rudderStack(writeKey, project));
  }

  private PublicAddress publicAddress(Exchange exchange) {
    return settings.publicUrl() == null
        ? PublicAddress.of(exchange, proxies)
        : PublicAddress.of(settings.publicUrl());
  }

  private RequestFacts facts(Exchange exchange, Route.Events route) {
    return new RequestFacts(
        clock.instant(),
        proxies.clientOf(exchange.remote(), exchange.headers()),
        exchange.cleanHeader(HttpHeaderNames.USER_AGENT),
        exchange.header("SentAt"),
        exchange.header("X-Retry-Count") != null || exchange.header("Rsa-Retry-Attempt") != null,
        route.name(),
        route.appInstanceId());
  }

  private static @Nullable Project ofRevolt(Exchange exchange, Route.Events route, WriteKeys keys) {
    Credentials.Basic basic = Credentials.basic(exchange.header(HttpHeaderNames.AUTHORIZATION));
    return basic != null && basic.user().equals(route.trackingId())
        ? keys.ofRevolt(basic.user(), basic.password())
        : null;
  }

  private Answer notArrived(Arrival.Failed why, Route.Events route) {
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

  private Answer overloaded(Route.Events route) {
    metrics.overloaded();
    return Answer.overloaded(route.isRevolt());
  }

  private boolean isTooFast(Project project) {
    return rates.retryAfterSeconds(project) > 0;
  }

  private Answer rateLimited(Project project, Route.Events route) {
    metrics.rateLimited(project.id());
    int seconds = Math.max(1, rates.retryAfterSeconds(project));
    return Answer.rateLimited(seconds, route.isRevolt());
  }

  private static byte[] bytes(Body body) {
    return body instanceof Body.Text text ? text.utf8() : ((Body.Refused) body).read();
  }

  /** Bytes that the texts of verdicts take until they are stored. */
  private static long weight(List<Verdict> verdicts) {
    long bytes = 0;
    for (Verdict verdict : verdicts) {
      if (verdict instanceof Verdict.Accepted accepted) {
        bytes += accepted.line().length;
      } else {
        RejectedEvent rejected = ((Verdict.Rejected) verdict).rejected();
        bytes += length(rejected.raw()) + length(rejected.shared()) + length(rejected.userAgent());
      }
    }
    return bytes;
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }

  /**
   * Refuses the whole request and keeps it in the quarantine. Of what anybody can send, requests
   * without a known project and those of foreign pages, only so many a second are kept; the others
   * are but counted. Revolt's SDKs would send again for ever what is answered with 400: they are
   * told that all is well, or where nothing is kept to come again.
   *
   * @param items number of events in the request; 0 where it cannot be told
   */
  private CompletableFuture<Answer> refuse(
      Posting posting,
      @Nullable Project project,
      RejectionReason reason,
      String message,
      byte[] read,
      int items) {
    boolean isAnybodys = project == null || reason == RejectionReason.ORIGIN_NOT_ALLOWED;
    Answer answer = refusal(posting.route(), project, reason, message, read, items);
    if (isAnybodys && !unknownKept.tryTake()) {
      metrics.notKept(reason);
      boolean wouldSayKept = project != null && posting.route().isRevolt();
      return now(wouldSayKept ? Answer.overloaded(true) : answer);
    }
    if (project != null && !isAnybodys) {
      rates.charge(project, Math.max(1, items));
    }
    Refusals refusals = Refusals.of(project, posting.facts(), posting.route().protocol());
    List<Verdict> refusal =
        List.of(refusals.request(reason, message, RawText.of(read, refusals.ipPolicy())));
    return stored(posting, project, refusal, () -> answer);
  }

  private static Answer refusal(
      Route.Events route,
      @Nullable Project project,
      RejectionReason reason,
      String message,
      byte[] read,
      int items) {
    if (project == null || !route.isRevolt()) {
      return Answer.refused(reason, message);
    }
    return Answer.revoltStored(
        items > 0 ? items : RevoltDecoder.eventsIn(new String(read, StandardCharsets.UTF_8)));
  }

  private static CompletableFuture<Answer> now(Answer answer) {
    return CompletableFuture.completedFuture(answer);
  }

  /**
   * A request with events on its way.
   *
   * @param presentedKey write key outside the body; null where there is none
   * @param project of the credentials outside the body
   * @param place the memory it takes
   */
  private record Posting(
      Exchange exchange,
      Route.Events route,
      RequestFacts facts,
      WriteKeys keys,
      @Nullable String presentedKey,
      @Nullable Project project,
      WorkBound.Place place) {}
}
