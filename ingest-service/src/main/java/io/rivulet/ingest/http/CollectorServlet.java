package io.rivulet.ingest.http;

import io.rivulet.event.RejectionReason;
import io.rivulet.event.project.Project;
import io.rivulet.ingest.body.Body;
import io.rivulet.ingest.body.BodyReader;
import io.rivulet.ingest.body.Packet;
import io.rivulet.ingest.body.PacketReader;
import io.rivulet.ingest.body.RawText;
import io.rivulet.ingest.clean.CleanText;
import io.rivulet.ingest.decode.Refusals;
import io.rivulet.ingest.decode.RequestFacts;
import io.rivulet.ingest.decode.RevoltDecoder;
import io.rivulet.ingest.decode.SegmentDecoder;
import io.rivulet.ingest.decode.Verdict;
import io.rivulet.ingest.kafka.EventStore;
import io.rivulet.ingest.project.ProjectDirectory;
import io.rivulet.ingest.project.WriteKeys;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The collector's HTTP edge. It is a plain servlet that reads the raw body, so that nothing between
 * it and the socket looks at Content-Type or takes a body for a form. A thread waits for Kafka with
 * each request; a bound on the bodies in work bounds the memory.
 */
final class CollectorServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Logger log = LoggerFactory.getLogger(CollectorServlet.class);

  private static final String UNKNOWN_KEY = "invalid write key: no project has it";
  private static final String NO_KEY = "the request carries no write key";
  private static final Answer STORE_UNAVAILABLE =
      Answer.unavailable("store_unavailable", "the events could not be stored; send them again");

  private final transient ProjectDirectory projects;
  private final transient BodyReader bodies;
  private final transient PacketReader packets;
  private final transient SegmentDecoder segment;
  private final transient RevoltDecoder revolt;
  private final transient EventStore store;
  private final transient CollectorMetrics metrics;
  private final transient WorkBound work;
  private final transient RateBound unknownKept;
  private final transient Clock clock;

  CollectorServlet(
      ProjectDirectory projects,
      BodyReader bodies,
      PacketReader packets,
      SegmentDecoder segment,
      RevoltDecoder revolt,
      EventStore store,
      CollectorMetrics metrics,
      WorkBound work,
      RateBound unknownKept,
      Clock clock) {
    this.projects = projects;
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
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    long start = System.nanoTime();
    Optional<Route> route = Route.of(request.getRequestURI());
    Answer answer = route.map(r -> answer(request, r)).orElseGet(() -> ErrorAnswers.of(404));
    if (answer.status() == 405) {
      response.setHeader("Allow", "POST, OPTIONS");
    }
    write(response, answer);
    metrics.answered(
        route.map(Route::name).orElse("unknown"),
        answer.status(),
        Duration.ofNanos(System.nanoTime() - start));
  }

  private Answer answer(HttpServletRequest request, Route route) {
    if (!request.getMethod().equals("POST")) {
      return ErrorAnswers.of(405);
    }
    try {
      return collect(request, route);
    } catch (SocketTimeoutException e) {
      return Answer.unavailable("timeout", "the body did not arrive in time; send it again");
    } catch (IOException e) {
      if (route.isRevolt()) {
        return Answer.unavailable("bad_request", "the body ended early; send it again");
      }
      return Answer.error(400, "bad_request", "the body ended early or is not valid HTTP");
    } catch (RuntimeException e) {
      log.error("request on {} failed: {}", route.name(), Faults.kind(e));
      return Answer.unavailable("internal_error", "the request failed; send it again");
    }
  }

  /** The way of a request from its key to its turn. */
  private Answer collect(HttpServletRequest request, Route route) throws IOException {
    RequestFacts facts = facts(request).at(route.name(), route.appInstanceId());
    WriteKeys keys = projects.current();
    if (keys == null) {
      return Answer.unavailable("projects_not_loaded", "the projects are not loaded yet");
    }
    String presented = presentedKey(request);
    Project project = route.isRevolt() ? ofRevolt(request, route, keys) : keys.ofKey(presented);

    Body body = bodies.read(request.getInputStream(), request.getHeader("Content-Encoding"));
    if (!work.tryEnter(body.length())) {
      metrics.overloaded();
      return Answer.overloaded(route.isRevolt());
    }
    try {
      return collect(body, facts, route, keys, project, presented != null);
    } finally {
      work.leave(body.length());
    }
  }

  /**
   * The way of a body from its form to its answer.
   *
   * @param project of the key outside the body
   * @param hasPresentedKey whether there is a key outside the body, which then alone counts
   */
  private Answer collect(
      Body body,
      RequestFacts facts,
      Route route,
      WriteKeys keys,
      @Nullable Project project,
      boolean hasPresentedKey) {
    if (project == null && (hasPresentedKey || route.isRevolt())) {
      return refuse(null, facts, route, RejectionReason.UNKNOWN_KEY, UNKNOWN_KEY, bytes(body), 0);
    }
    if (!(body instanceof Body.Text text)) {
      Body.Refused refused = (Body.Refused) body;
      return refuse(project, facts, route, refused.reason(), refused.message(), refused.read(), 0);
    }
    Packet packet = packets.read(text.utf8(), route.shape());
    if (!(packet instanceof Packet.Batch batch)) {
      Packet.Refused refused = (Packet.Refused) packet;
      return refuse(
          project, facts, route, refused.reason(), refused.message(), bytes(body), refused.items());
    }
    if (project == null) {
      project = keys.ofKey(batch.writeKey());
    }
    if (project == null) {
      String message = batch.writeKey() == null ? NO_KEY : UNKNOWN_KEY;
      return refuse(null, facts, route, RejectionReason.UNKNOWN_KEY, message, bytes(body), 0);
    }

    List<Verdict> verdicts =
        route.isRevolt()
            ? revolt.decode(batch, facts, project, Objects.requireNonNull(route.appInstanceId()))
            : segment.decode(batch, facts, project, route.type());
    if (!isStored(verdicts)) {
      return STORE_UNAVAILABLE;
    }
    metrics.batch(batch.items().size());
    metrics.stored(verdicts);
    return route.isRevolt() ? Answer.revoltStored(batch.items().size()) : Answer.stored(verdicts);
  }

  private boolean isStored(List<Verdict> verdicts) {
    return store.store(verdicts).join() == EventStore.Outcome.DURABLE;
  }

  private RequestFacts facts(HttpServletRequest request) {
    return new RequestFacts(
        clock.instant(),
        request.getRemoteAddr(),
        cleanHeader(request, "User-Agent"),
        request.getHeader("SentAt"),
        request.getHeader("X-Retry-Count") != null
            || request.getHeader("Rsa-Retry-Attempt") != null);
  }

  private static @Nullable String cleanHeader(HttpServletRequest request, String name) {
    String value = request.getHeader(name);
    return value == null || value.isBlank() ? null : CleanText.clean(value);
  }

  private static @Nullable String presentedKey(HttpServletRequest request) {
    return Credentials.writeKey(
        request.getHeader("Authorization"),
        request.getHeader("X-Write-Key"),
        request.getQueryString());
  }

  private static @Nullable Project ofRevolt(
      HttpServletRequest request, Route route, WriteKeys keys) {
    Credentials.Basic basic = Credentials.basic(request.getHeader("Authorization"));
    return basic != null && basic.user().equals(route.trackingId())
        ? keys.ofRevolt(basic.user(), basic.password())
        : null;
  }

  private static byte[] bytes(Body body) {
    return body instanceof Body.Text text ? text.utf8() : ((Body.Refused) body).read();
  }

  /**
   * Refuses the whole request and keeps it in the quarantine. Of requests without a known project,
   * which anybody can send, only so many a second are kept; the others are but counted. Revolt's
   * SDKs would send again for ever what is answered with 400: they are told that all is well.
   *
   * @param items number of events in the request; 0 where it cannot be told
   */
  private Answer refuse(
      @Nullable Project project,
      RequestFacts facts,
      Route route,
      RejectionReason reason,
      String message,
      byte[] read,
      int items) {
    if (project == null && !unknownKept.tryTake()) {
      metrics.notKept(reason);
      return Answer.refused(reason, message);
    }
    Refusals refusals = Refusals.of(project, facts, route.protocol());
    List<Verdict> refusal =
        List.of(refusals.request(reason, message, RawText.of(read, refusals.ipPolicy())));
    if (!isStored(refusal)) {
      return STORE_UNAVAILABLE;
    }
    metrics.stored(refusal);
    if (project != null && route.isRevolt()) {
      return Answer.revoltStored(
          items > 0 ? items : RevoltDecoder.eventsIn(new String(read, StandardCharsets.UTF_8)));
    }
    return Answer.refused(reason, message);
  }

  /** Writes the answer with exactly this Content-Type: some SDKs compare it as text. */
  static void write(HttpServletResponse response, Answer answer) throws IOException {
    response.setStatus(answer.status());
    response.setContentType("application/json");
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    response.setContentLength(body.length);
    if (answer.retryAfterSeconds() != null) {
      response.setHeader("Retry-After", answer.retryAfterSeconds().toString());
    }
    response.getOutputStream().write(body);
  }
}
