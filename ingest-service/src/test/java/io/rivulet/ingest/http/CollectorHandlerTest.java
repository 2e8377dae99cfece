package io.rivulet.ingest.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rivulet.event.RejectedEvent;
import io.rivulet.event.RejectionReason;
import io.rivulet.ingest.body.BodyReader;
import io.rivulet.ingest.body.Limits;
import io.rivulet.ingest.body.PacketReader;
import io.rivulet.ingest.decode.RevoltDecoder;
import io.rivulet.ingest.decode.SegmentDecoder;
import io.rivulet.ingest.decode.Verdict;
import io.rivulet.ingest.kafka.EventStore;
import io.rivulet.ingest.limit.ProjectRates;
import io.rivulet.ingest.live.LiveHub;
import io.rivulet.ingest.live.LiveStream;
import io.rivulet.ingest.project.ProjectDirectory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** What the whole collector answers, with a store that keeps all it is given. */
class CollectorHandlerTest {
  private static final IngestSettings SETTINGS =
      new IngestSettings(
          DataSize.ofBytes(400),
          DataSize.ofBytes(200),
          2,
          DataSize.ofMegabytes(16),
          50,
          Duration.ofSeconds(30),
          100,
          100,
          List.of(),
          null);
  private static final Limits LIMITS = SETTINGS.limits();
  private static final String ELEMENT = "{\"meta\":{\"type\":\"t\"}}";

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<Verdict> stored = new CopyOnWriteArrayList<>();
  private final WorkBound work = new WorkBound(2 * WorkBound.LEAST);
  private final AtomicLong clock = new AtomicLong();
  private final LiveHub live = new LiveHub(clock::get);
  private volatile boolean isStoreUp = true;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private DisposableServer server;

  @BeforeEach
  void start(@TempDir Path directory) throws IOException {
    Path projects =
        Files.writeString(
            directory.resolve("projects.yml"),
            "projects: [{id: demo, write-keys: [key], revolt-secret: secret},"
                + " {id: shop, write-keys: [shop-key], revolt-secret: s,"
                + " allowed-origins: ['https://shop.example']},"
                + " {id: slow, write-keys: [slow-key], revolt-secret: s, max-events-per-second: 1}]");
    Faults faults = new Faults(registry);
    CollectorHandler collector =
        new CollectorHandler(
            SETTINGS,
            new ProjectDirectory(projects),
            new TrustedProxies(List.of()),
            new BodyReader(LIMITS),
            new PacketReader(LIMITS),
            new SegmentDecoder(LIMITS, faults),
            new RevoltDecoder(LIMITS, faults),
            this::store,
            new CollectorMetrics(registry),
            work,
            new RateBound(50, clock::get),
            new ProjectRates(clock::get),
            live,
            Clock.systemUTC());
    server = HttpServer.create().host("127.0.0.1").port(0).handle(collector).bindNow();
  }

  @AfterEach
  void stop() {
    server.disposeNow();
  }

  @Test
  void broken_json_of_revolt_counts_its_metas_and_is_not_sent_again() throws IOException {
    assertRevoltAccepts("[" + ELEMENT + "," + ELEMENT + ",{\"meta\" : {", 3);
    assertRevoltAccepts("[", 1);
    assertRevoltAccepts("", 1);
    assertRevoltAccepts("{}", 1);
    assertThat(reasons())
        .containsExactly(
            RejectionReason.INVALID_JSON,
            RejectionReason.INVALID_JSON,
            RejectionReason.INVALID_JSON,
            RejectionReason.INVALID_BODY);
  }

  @Test
  void broken_gzip_of_revolt_counts_as_one_event() throws IOException {
    HttpResponse<String> answer = revolt(new byte[] {0x1f, (byte) 0x8b, 7});

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"eventsAccepted\":1,\"eventError\":null}");
    assertThat(reasons()).containsExactly(RejectionReason.INVALID_ENCODING);
  }

  @Test
  void too_many_events_of_revolt_are_counted_exactly() throws IOException {
    assertRevoltAccepts("[" + "7,".repeat(20) + ELEMENT + "]", 21);
    assertThat(reasons()).containsExactly(RejectionReason.TOO_MANY_EVENTS);
  }

  @Test
  void a_body_of_revolt_that_is_too_large_counts_the_metas_that_were_read() throws IOException {
    assertRevoltAccepts("[" + ELEMENT + "," + ELEMENT + " ".repeat(400) + "," + ELEMENT + "]", 2);
    assertThat(reasons()).containsExactly(RejectionReason.REQUEST_TOO_LARGE);
  }

  @Test
  void revolt_must_send_again_what_the_quarantine_did_not_take() throws IOException {
    isStoreUp = false;

    assertThat(revolt("[".getBytes(UTF_8)).statusCode()).isEqualTo(503);
  }

  @Test
  void revolt_without_right_credentials_is_not_told_that_all_is_well() throws IOException {
    HttpResponse<String> answer =
        post("/api/v1/demo/r-1/events", "demo:wrong", "[".getBytes(UTF_8));

    assertThat(answer.statusCode()).isEqualTo(401);
  }

  @Test
  void revolt_on_a_foreign_page_must_come_again_where_its_refusal_is_not_kept() throws IOException {
    byte[] packet = ("[" + ELEMENT + "]").getBytes(UTF_8);
    for (int i = 0; i < 50; i++) {
      assertThat(foreign("/api/v1/shop/r-1/events", "shop:s", packet).statusCode()).isEqualTo(200);
    }

    HttpResponse<String> answer = foreign("/api/v1/shop/r-1/events", "shop:s", packet);

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("5");
    assertThat(reasons()).hasSize(50).containsOnly(RejectionReason.ORIGIN_NOT_ALLOWED);
    // Segment's word is the same in any case: it is refused.
    assertThat(foreign("/v1/page", "shop-key:", "{}".getBytes(UTF_8)).statusCode()).isEqualTo(400);
    assertThat(stored).hasSize(50);
    clock.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(foreign("/api/v1/shop/r-1/events", "shop:s", packet).statusCode()).isEqualTo(200);
  }

  @Test
  void segment_is_told_of_a_body_that_cannot_be_taken() throws IOException {
    assertThat(post("/v1/batch", "key:", "[".getBytes(UTF_8)).statusCode()).isEqualTo(400);
  }

  @Test
  void what_would_be_too_much_work_at_once_is_put_off() throws IOException {
    byte[] event = "{\"userId\":\"u\"}".getBytes(UTF_8);
    WorkBound.Place other = work.place();
    assertThat(other.tryTake(1)).isTrue();
    assertThat(post("/v1/page", "key:", event).statusCode()).isEqualTo(200);
    assertThat(other.tryTake(WorkBound.LEAST)).isTrue();

    HttpResponse<String> answer = post("/v1/page", "key:", event);

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).contains("5");
    assertThat(answer.body())
        .startsWith("{\"success\":false,\"code\":\"overloaded\",\"message\":\"");
    assertThat(revolt("[]".getBytes(UTF_8)).statusCode()).isEqualTo(503);
    assertThat(registry.counter("rivulet.ingest.overloaded").count()).isEqualTo(2);
    // Nothing of it comes to the quarantine either.
    assertThat(stored).hasSize(1);
    other.leave();
    assertThat(post("/v1/page", "key:", event).statusCode()).isEqualTo(200);
    assertThat(work.taken()).isZero();
  }

  @Test
  void a_project_that_sends_too_fast_is_put_off_until_its_debt_is_paid() throws IOException {
    byte[] event = "{\"userId\":\"u\"}".getBytes(UTF_8);
    byte[] batch =
        ("{\"batch\":[" + "7,".repeat(11) + "{}],\"writeKey\":\"slow-key\"}").getBytes(UTF_8);
    assertThat(post("/v1/batch", "", batch).statusCode()).isEqualTo(200); // 12, of 10

    HttpResponse<String> answer = post("/v1/page", "slow-key:", event);

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).contains("3");
    assertThat(answer.body())
        .startsWith("{\"success\":false,\"code\":\"rate_limited\",\"message\":\"");
    assertThat(post("/v1/batch", "", batch).statusCode()).isEqualTo(429);
    HttpResponse<String> revolt = post("/api/v1/slow/r-1/events", "slow:s", "[]".getBytes(UTF_8));
    assertThat(revolt.statusCode()).isEqualTo(503);
    assertThat(revolt.headers().firstValue("Retry-After")).contains("3");
    assertThat(registry.counter("rivulet.ingest.rate.limited", "project", "slow").count())
        .isEqualTo(3);
    assertThat(post("/v1/page", "key:", event).statusCode()).isEqualTo(200);
    assertThat(work.taken()).isZero();
    clock.addAndGet(Duration.ofSeconds(3).toNanos());
    assertThat(post("/v1/page", "slow-key:", event).statusCode()).isEqualTo(200);
  }

  @Test
  void refused_requests_count_too() throws IOException {
    for (int i = 0; i < 10; i++) {
      assertThat(post("/v1/page", "slow-key:", "{".getBytes(UTF_8)).statusCode()).isEqualTo(400);
    }

    assertThat(post("/v1/page", "slow-key:", "{".getBytes(UTF_8)).statusCode()).isEqualTo(429);
  }

  @Test
  void who_listens_sees_what_was_stored_and_nothing_else() throws IOException {
    LiveStream stream = live.open("demo").orElseThrow();
    post("/v1/page", "key:", "{\"userId\":\"u\",\"messageId\":\"m-1\"}".getBytes(UTF_8));
    post("/v1/page", "slow-key:", "{\"userId\":\"u\",\"messageId\":\"m-2\"}".getBytes(UTF_8));
    post("/v1/page", "key:", "{".getBytes(UTF_8));
    isStoreUp = false;
    post("/v1/page", "key:", "{\"userId\":\"u\",\"messageId\":\"m-3\"}".getBytes(UTF_8));

    String shown = stream.read();

    assertThat(shown).contains("event: accepted\ndata: {\"event_id\":\"m-1\"");
    assertThat(shown).contains("event: rejected\ndata: {\"reason\":\"invalid_json\"");
    assertThat(shown).doesNotContain("m-2").doesNotContain("m-3");
  }

  private CompletableFuture<EventStore.Outcome> store(List<Verdict> verdicts) {
    boolean isStored = isStoreUp && stored.addAll(verdicts);
    return CompletableFuture.completedFuture(
        isStored ? EventStore.Outcome.DURABLE : EventStore.Outcome.UNAVAILABLE);
  }

  private void assertRevoltAccepts(String body, int events) throws IOException {
    HttpResponse<String> answer = revolt(body.getBytes(UTF_8));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"eventsAccepted\":" + events + ",\"eventError\":null}");
  }

  private List<RejectionReason> reasons() {
    return stored.stream()
        .map(v -> ((Verdict.Rejected) v).rejected())
        .map(RejectedEvent::reason)
        .toList();
  }

  private HttpResponse<String> revolt(byte[] body) throws IOException {
    return post("/api/v1/demo/r-1/events", "demo:secret", body);
  }

  private HttpResponse<String> post(String path, String credentials, byte[] body)
      throws IOException {
    return send(request(path, credentials, body).build());
  }

  private HttpResponse<String> foreign(String path, String credentials, byte[] body)
      throws IOException {
    return send(request(path, credentials, body).header("Origin", "https://other.example").build());
  }

  private HttpRequest.Builder request(String path, String credentials, byte[] body) {
    String basic = Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .header("Authorization", "Basic " + basic)
        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
