package io.rivulet.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadRunTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger requests = new AtomicInteger();
  private final HttpServer server = serverOnAFreePort();

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void everyAnswerIsCountedByItsStatus() throws InterruptedException {
    start(request -> request % 10 == 0 ? 503 : 200);

    LoadResult result = run(0, Duration.ofMillis(300));

    int refused = requests.get() / 10;
    assertThat(result.acknowledgedEvents()).isEqualTo(2L * (requests.get() - refused));
    assertThat(result.otherAnswers()).isEqualTo(Map.of(503, (long) refused));
    assertThat(result.lostRequests()).isZero();
  }

  @Test
  void theRateIsKept() throws InterruptedException {
    start(request -> 200);

    LoadResult result = run(200, Duration.ofSeconds(1));

    assertThat(result.eventsPerSecond()).isBetween(390.0, 410.0);
  }

  @Test
  void aServerThatStandsStillDelaysAllThatWereDueMeanwhile() throws InterruptedException {
    start(
        request -> {
          if (request == 50) {
            synchronized (requests) {
              LockSupport.parkNanos(Duration.ofMillis(700).toNanos());
            }
          }
          synchronized (requests) {
            return 200;
          }
        });

    LoadResult result = run(200, Duration.ofSeconds(1));

    // 140 of 200 requests were due in those 700 ms, so the median one waited about 200 ms.
    assertThat(result.latency().p50()).isGreaterThan(100);
    assertThat(result.latency().p99()).isGreaterThan(600);
    assertThat(result.eventsPerSecond()).isBetween(390.0, 410.0);
  }

  /** With batches of two events over four connections. */
  private LoadResult run(double requestsPerSecond, Duration measured) throws InterruptedException {
    var order =
        new LoadOrder(
            server.getAddress().getPort(),
            2,
            true,
            4,
            requestsPerSecond,
            Duration.ofMillis(1),
            measured);
    var group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try (var packets = Packets.of(order, Instant.now())) {
      return new LoadRun(group.next(), order, packets).run();
    } finally {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }
  }

  private static HttpServer serverOnAFreePort() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts the server.
   *
   * @param status of the answer to request n, from 1
   */
  private void start(IntUnaryOperator status) {
    server.setExecutor(threads);
    server.createContext("/v1/batch", exchange -> answer(exchange, status));
    server.start();
  }

  private void answer(HttpExchange exchange, IntUnaryOperator status) {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(status.applyAsInt(requests.incrementAndGet()), -1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
