package io.rivulet.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.stores.TestKafka;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Clients that take their time, too much of it or too many connections. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlowClientsIT {
  private static final String HEAD =
      "POST /v1/page HTTP/1.1\r\nHost: x\r\nX-Write-Key: demo-write-key\r\nContent-Length: 16\r\n";
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String BODY = "{\"userId\":\"u-1\"}";

  private TestKafka kafka;
  private Collector collector;

  /** Has little room, too, and waits as long as collectors do. */
  private Collector patient;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    kafka = TestKafka.start(directory.resolve("kafka"));
    collector =
        new Collector(
            kafka.bootstrapServers(),
            Collector.projectsFile(directory),
            "--rivulet.ingest.request-timeout=1s",
            "--rivulet.ingest.max-connections-per-address=20",
            "--server.netty.idle-timeout=2s");
    patient =
        new Collector(
            kafka.bootstrapServers(),
            Collector.projectsFile(Files.createDirectory(directory.resolve("patient"))),
            "--rivulet.ingest.max-in-work=64KB");
    collector.awaitReady();
    patient.awaitReady();
  }

  @AfterAll
  void stop() {
    collector.close();
    patient.close();
    kafka.close();
  }

  @Test
  void a_body_that_does_not_end_in_time_is_answered_with_503() throws IOException {
    try (Socket socket = connect()) {
      send(socket, HEAD + "\r\n" + BODY.substring(0, 5));

      String answer = rest(socket);

      assertThat(answer)
          .startsWith("HTTP/1.1 503 ")
          .containsIgnoringCase("retry-after: 5")
          .containsIgnoringCase("connection: close")
          .contains("\"code\":\"timeout\"");
    }
  }

  @Test
  void a_head_that_does_not_end_in_time_is_cut_off_however_it_trickles() throws IOException {
    double slowBefore = metric("rivulet_ingest_slow_total");
    try (Socket socket = connect()) {
      send(socket, HEAD);
      CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> rest(socket));
      Awaitility.await()
          .pollInterval(Duration.ofMillis(100))
          .atMost(PATIENCE)
          .until(() -> trickled(socket, "X-A: a\r\n") && answer.isDone());

      assertThat(answer.join()).isEmpty();
    }
    assertThat(metric("rivulet_ingest_slow_total")).isGreaterThan(slowBefore);
  }

  @Test
  void a_connection_that_says_nothing_is_closed() throws IOException {
    try (Socket socket = connect()) {
      assertThat(rest(socket)).isEmpty();
    }
  }

  @Test
  void a_quick_request_after_a_pause_is_not_late() throws IOException {
    try (Socket socket = connect()) {
      send(socket, HEAD + "\r\n" + BODY);
      assertThat(answerLine(socket)).isEqualTo("HTTP/1.1 200 OK");
      Awaitility.await().pollDelay(Duration.ofMillis(1400)).until(() -> true);

      send(socket, HEAD + "Connection: close\r\n\r\n" + BODY);

      assertThat(rest(socket)).contains("HTTP/1.1 200 OK");
    }
  }

  @Test
  void pipelined_requests_are_answered_in_order() throws IOException {
    try (Socket socket = connect()) {
      send(
          socket,
          (HEAD + "\r\n" + BODY).repeat(2)
              + "POST /v1/nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"
              + HEAD
              + "\r\n"
              + BODY);

      assertThat(
              List.of(
                  answerLine(socket), answerLine(socket), answerLine(socket), answerLine(socket)))
          .containsExactly(
              "HTTP/1.1 200 OK", "HTTP/1.1 200 OK", "HTTP/1.1 404 Not Found", "HTTP/1.1 200 OK");
    }
  }

  @Test
  void who_reads_no_answers_is_read_no_further_and_gets_all_of_them_later(@TempDir Path directory)
      throws IOException {
    byte[] request =
        ("POST /v1/page HTTP/1.1\r\nHost: x\r\nX-Write-Key: unknown\r\nContent-Length: 1002\r\n\r\n"
                + "{\""
                + "p".repeat(996)
                + "\":1}")
            .getBytes(UTF_8);
    int most = 100_000; // 100 MB
    try (Collector patient =
            new Collector(kafka.bootstrapServers(), Collector.projectsFile(directory));
        SocketChannel client = SocketChannel.open();
        Selector selector = Selector.open()) {
      patient.awaitReady();
      client.setOption(StandardSocketOptions.SO_RCVBUF, 64 << 10);
      client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), patient.port()));
      client.configureBlocking(false);
      SelectionKey key = client.register(selector, SelectionKey.OP_WRITE);

      int sent = 0;
      ByteBuffer out = ByteBuffer.wrap(request);
      while (sent < most && selector.select(1_000) > 0) {
        selector.selectedKeys().clear();
        client.write(out);
        if (!out.hasRemaining()) {
          sent++;
          out.clear();
        }
      }
      assertThat(sent).as("requests taken from a client that reads no answer").isLessThan(most);

      key.interestOps(SelectionKey.OP_READ);
      int answers = 0;
      ByteBuffer in = ByteBuffer.allocate(64 << 10);
      while (answers < sent && selector.select(10_000) > 0) {
        selector.selectedKeys().clear();
        client.read(in);
        in.flip();
        for (; in.hasRemaining(); ) {
          // Each answer has one such sign, and it is the first of its body.
          answers += in.get() == '{' ? 1 : 0;
        }
        in.clear();
      }
      assertThat(answers).isEqualTo(sent);
    }
  }

  @Test
  void a_request_without_room_is_answered_before_its_body_has_come_and_the_connection_lives()
      throws IOException {
    try (Socket holder = connect(patient);
        Socket socket = connect(patient)) {
      String large =
          HEAD.replace("Content-Length: 16", "Content-Length: 65000")
              + "\r\n"
              + BODY
              + " ".repeat(61_000 - BODY.length());
      send(holder, large);
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> metric(patient, "rivulet_ingest_in_work_bytes") > 60_000);

      send(socket, HEAD + "\r\n" + BODY.substring(0, 3));

      assertThat(answerLine(socket)).isEqualTo("HTTP/1.1 429 Too Many Requests");
      send(holder, " ".repeat(4000));
      assertThat(answerLine(holder)).isEqualTo("HTTP/1.1 200 OK");
      send(socket, BODY.substring(3) + HEAD + "Connection: close\r\n\r\n" + BODY);
      assertThat(rest(socket)).contains("HTTP/1.1 200 OK");
    }
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> metric(patient, "rivulet_ingest_in_work_bytes") == 0);
  }

  @Test
  void a_body_that_goes_on_after_its_answer_is_cut_off() throws IOException {
    double before = metric("rivulet_ingest_cut_total");
    try (Socket socket = connect()) {
      send(
          socket,
          "POST /v1/nothing HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n");
      assertThat(answerLine(socket)).isEqualTo("HTTP/1.1 404 Not Found");

      long sent = sentUntilClosed(socket, "10000\r\n" + "x".repeat(65_536) + "\r\n", 64 << 20);

      // What lies in the network's buffers comes on top of 1 MB.
      assertThat(sent).isBetween(1L << 20, 32L << 20);
    }
    assertThat(metric("rivulet_ingest_cut_total")).isEqualTo(before + 1);
  }

  @Test
  void a_body_that_trickles_on_after_its_answer_is_cut_off() throws IOException {
    double before = metric("rivulet_ingest_cut_total");
    try (Socket socket = connect()) {
      send(socket, "POST /v1/m HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n");
      assertThat(answerLine(socket)).isEqualTo("HTTP/1.1 200 OK");
      CompletableFuture<String> end = CompletableFuture.supplyAsync(() -> rest(socket));

      Awaitility.await()
          .pollInterval(Duration.ofMillis(100))
          .atMost(PATIENCE)
          .until(() -> trickled(socket, "x") && end.isDone());
    }
    assertThat(metric("rivulet_ingest_cut_total")).isEqualTo(before + 1);
  }

  @Test
  void who_has_more_to_send_than_will_be_read_is_told_that_the_connection_ends()
      throws IOException {
    try (Socket socket = connect()) {
      send(socket, "POST /v1/batch/x HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n");

      // The client may still read the answer, and stop.
      assertThat(rest(socket))
          .startsWith("HTTP/1.1 404 ")
          .containsIgnoringCase("connection: close")
          .contains("\"code\":\"not_found\"");
    }
  }

  @Test
  void a_small_rest_is_read_and_the_connection_serves_the_next_request() throws IOException {
    try (Socket socket = connect()) {
      send(socket, "POST /v1/nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n");
      assertThat(answerLine(socket)).isEqualTo("HTTP/1.1 404 Not Found");

      send(socket, "x".repeat(900_000) + HEAD + "Connection: close\r\n\r\n" + BODY);

      assertThat(rest(socket)).startsWith("HTTP/1.1 200 OK");
    }
  }

  /** How many bytes can be sent, piece by piece, until the server has closed the connection. */
  private static long sentUntilClosed(Socket socket, String piece, long most) {
    long sent = 0;
    try {
      while (sent < most) {
        send(socket, piece);
        sent += piece.length();
      }
    } catch (IOException closed) {
      // What the test waits for.
    }
    return sent;
  }

  @Test
  void a_client_that_goes_away_leaves_nothing_behind() throws IOException {
    try (Socket socket = connect(patient)) {
      send(socket, HEAD + "\r\n" + BODY.substring(0, 3));
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> metric(patient, "rivulet_ingest_in_work_bytes") > 0);
    }

    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> metric(patient, "rivulet_ingest_in_work_bytes") == 0);
  }

  @Test
  void a_stop_waits_for_requests_that_have_begun(@TempDir Path directory) throws Exception {
    Collector stopped = new Collector(kafka.bootstrapServers(), Collector.projectsFile(directory));
    stopped.awaitReady();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), stopped.port())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      send(socket, HEAD + "\r\n" + BODY.substring(0, 3));
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> metric(stopped, "rivulet_ingest_in_work_bytes") > 0);
      CompletableFuture<Void> stop = CompletableFuture.runAsync(stopped::close);
      Awaitility.await().atMost(PATIENCE).until(() -> isRefused(stopped.port()));

      assertThat(stop).isNotDone();
      send(socket, BODY.substring(3));

      assertThat(rest(socket)).startsWith("HTTP/1.1 200 OK").contains("\"accepted\":1");
      assertThat(stop).succeedsWithin(PATIENCE);
    }
  }

  private static boolean isRefused(int port) {
    try (Socket late = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return late.isClosed();
    } catch (IOException refused) {
      return true;
    }
  }

  @Test
  void one_address_has_only_so_many_connections() throws IOException {
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 40; i++) {
        sockets.add(connect());
      }
      String last = rest(sockets.get(39));

      assertThat(last).isEmpty();
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> metric("rivulet_ingest_connections_refused_total{limit=\"address\"}") >= 15);
  }

  private Socket connect() throws IOException {
    return connect(collector);
  }

  private static Socket connect(Collector to) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), to.port());
    socket.setSoTimeout((int) PATIENCE.toMillis());
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
  }

  private static boolean trickled(Socket socket, String text) {
    try {
      send(socket, text);
    } catch (IOException closed) {
      // What the test waits for.
    }
    return true;
  }

  private static String rest(Socket socket) {
    try {
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException reset) {
      return "";
    }
  }

  /** Reads an answer to its end and returns its first line. */
  private static String answerLine(Socket socket) throws IOException {
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0 || answer.charAt(answer.length() - 1) != '}') {
      int next = socket.getInputStream().read();
      if (next < 0) {
        break;
      }
      answer.append((char) next);
    }
    return answer.substring(0, Math.max(0, answer.indexOf("\r\n")));
  }

  private double metric(String name) {
    return metric(collector, name);
  }

  private static double metric(Collector of, String name) {
    HttpResponse<String> metrics = of.get("/actuator/prometheus");
    return metrics
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(0);
  }
}
