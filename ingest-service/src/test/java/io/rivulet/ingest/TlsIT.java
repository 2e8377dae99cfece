package io.rivulet.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.rivulet.stores.TestKafka;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The collector with a certificate of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsIT {
  private static final String BATCH =
      "{\"batch\":[{\"type\":\"page\",\"userId\":\"u-1\"}],\"writeKey\":\"demo-write-key\"}";
  private static final String STORED = "{\"success\":true,\"accepted\":1,\"rejected\":[]}";

  private Path certificate;
  private Path key;
  private SSLContext trust;
  private TestKafka kafka;
  private Collector collector;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    certificate = directory.resolve("certificate.pem");
    key = directory.resolve("key.pem");
    trust = makeCertificate("first");
    kafka = TestKafka.start(directory.resolve("kafka"));
    collector =
        new Collector(
            kafka.bootstrapServers(),
            Collector.projectsFile(directory),
            "--RIVULET_TLS_CERTIFICATE=" + certificate,
            "--RIVULET_TLS_PRIVATE_KEY=" + key,
            "--rivulet.ingest.request-timeout=2s");
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions()
        .until(() -> get(HttpClient.Version.HTTP_1_1, "/actuator/health/readiness") == 200);
  }

  @AfterAll
  void stop() {
    collector.close();
    kafka.close();
  }

  @Test
  void a_batch_comes_over_http_2() throws Exception {
    HttpResponse<String> answer = post(HttpClient.Version.HTTP_2, BATCH);

    assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(STORED);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
  }

  @Test
  void a_large_body_over_http_2_is_refused_with_an_answer() throws Exception {
    HttpResponse<String> answer = post(HttpClient.Version.HTTP_2, " ".repeat(3_000_000));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(post(HttpClient.Version.HTTP_2, BATCH).body()).isEqualTo(STORED);
  }

  @Test
  void a_stream_of_http_2_that_goes_on_after_its_answer_is_cut_off() throws Exception {
    AtomicLong sent = new AtomicLong();
    HttpClient client = client(HttpClient.Version.HTTP_2);
    var endless =
        HttpRequest.BodyPublishers.ofByteArrays(
            () ->
                IntStream.range(0, 4_000)
                    .mapToObj(
                        i -> {
                          sent.addAndGet(16 << 10);
                          return new byte[16 << 10];
                        })
                    .iterator());
    double before = metric(client, "rivulet_ingest_cut_total");

    var answer =
        client.sendAsync(
            request("/v1/nothing").POST(endless).build(), HttpResponse.BodyHandlers.ofString());

    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> assertThat(metric(client, "rivulet_ingest_cut_total")).isEqualTo(before + 1));
    assertThat(sent.get()).isBetween(1L << 20, 32L << 20);
    answer.cancel(true);
    // The connection goes on.
    assertThat(post(HttpClient.Version.HTTP_2, BATCH).body()).isEqualTo(STORED);
  }

  @Test
  void a_connection_of_http_2_outlives_the_deadline_of_a_request() throws Exception {
    HttpClient client = client(HttpClient.Version.HTTP_2);
    HttpRequest batch =
        request("/v1/batch").POST(HttpRequest.BodyPublishers.ofString(BATCH)).build();
    double cut = slow(client);

    Awaitility.await()
        .during(Duration.ofSeconds(4))
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                client.send(batch, HttpResponse.BodyHandlers.ofString()).statusCode() == 200
                    && slow(client) == cut);
  }

  private double slow(HttpClient client) throws Exception {
    return metric(client, "rivulet_ingest_slow_total");
  }

  private double metric(HttpClient client, String name) throws Exception {
    return client
        .send(request("/actuator/prometheus").build(), HttpResponse.BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Test
  void who_speaks_http_2_is_told_of_a_stop_and_gets_the_answer_that_is_on_its_way(
      @TempDir Path directory) throws Exception {
    Collector ending =
        new Collector(
            kafka.bootstrapServers(),
            Collector.projectsFile(directory),
            "--RIVULET_TLS_CERTIFICATE=" + certificate,
            "--RIVULET_TLS_PRIVATE_KEY=" + key);
    try (Http2Connection connection = new Http2Connection(ending.port())) {
      connection.post("/v1/batch", BATCH.substring(0, 20));

      var end = CompletableFuture.runAsync(ending::close);

      assertThat(connection.goAway())
          .as("the last request that is answered: this one, not none")
          .succeedsWithin(Duration.ofSeconds(20))
          .satisfies(last -> assertThat(last).isPositive());
      assertThat(connection.answer()).isNotDone();
      connection.more(BATCH.substring(20));
      assertThat(connection.answer()).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(STORED);
      assertThat(end).succeedsWithin(Duration.ofSeconds(20));
    }
  }

  @Test
  void http_1_1_is_spoken_with_those_who_know_nothing_else() throws Exception {
    HttpResponse<String> answer = post(HttpClient.Version.HTTP_1_1, BATCH);

    assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    assertThat(answer.body()).isEqualTo(STORED);
  }

  @Test
  void the_settings_lead_back_to_tls() throws Exception {
    HttpResponse<String> answer =
        client(HttpClient.Version.HTTP_2)
            .send(
                request("/v1/projects/demo-write-key/settings").build(),
                HttpResponse.BodyHandlers.ofString());

    assertThat(answer.body())
        .contains(
            "\"apiHost\":\"localhost:" + collector.port() + "/v1\"", "\"protocol\":\"https\"");
  }

  @Test
  void what_is_no_http_is_answered_in_json_and_a_slow_head_cut_off() throws Exception {
    assertThat(raw("rubbish\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .contains("\"code\":\"bad_request\"");
    assertThat(raw("POST /v1/page HTTP/1.1\r\nHost: x\r\n")).isEmpty();
  }

  @Test
  void a_renewed_certificate_is_taken_without_a_restart() throws Exception {
    makeCertificate("renewed");

    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(servedName()).isEqualTo("CN=localhost, O=renewed"));
    // The other tests go on with what they trust.
    trust = trustingAll();
  }

  private int get(HttpClient.Version version, String path) throws Exception {
    return client(version)
        .send(request(path).build(), HttpResponse.BodyHandlers.ofString())
        .statusCode();
  }

  private HttpResponse<String> post(HttpClient.Version version, String body) throws Exception {
    return client(version)
        .send(
            request("/v1/batch").POST(HttpRequest.BodyPublishers.ofString(body)).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private HttpClient client(HttpClient.Version version) {
    return HttpClient.newBuilder().version(version).sslContext(trust).build();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + collector.port() + path))
        .timeout(Duration.ofSeconds(20));
  }

  private SSLSocket connect(SSLContext context) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), collector.port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private String raw(String text) throws IOException {
    try (SSLSocket socket = connect(trust)) {
      socket.getOutputStream().write(text.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private String servedName() throws Exception {
    try (SSLSocket socket = connect(trustingAll())) {
      socket.startHandshake();
      return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
          .getSubjectX500Principal()
          .getName("RFC1779");
    }
  }

  /** Writes a certificate of that organization and its key to the PEM files. */
  private SSLContext makeCertificate(String organization) throws Exception {
    X509Bundle made =
        new CertificateBuilder()
            .subject("CN=localhost,O=" + organization)
            .addSanDnsName("localhost")
            .addSanIpAddress("127.0.0.1")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    Files.writeString(key, made.getPrivateKeyPEM());
    Files.writeString(certificate, made.getCertificatePEM());
    return context(made.toTrustManagerFactory().getTrustManagers());
  }

  private static SSLContext trustingAll() throws Exception {
    return context(new TrustManager[] {new TrustAll()});
  }

  private static SSLContext context(TrustManager[] managers) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers, null);
    return context;
  }

  /** For looking at certificates. */
  private static final class TrustAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

    @Override
    public void checkClientTrusted(
        X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

    @Override
    public void checkServerTrusted(
        X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
