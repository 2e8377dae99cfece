package io.rivulet.standalone.replay;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** A collector that gives the answers it was told to give, then accepts everything. */
final class FakeCollector implements AutoCloseable {
  private static final Pattern MESSAGE = Pattern.compile("\"messageId\"");

  private record Scripted(int status, String retryAfter, String body) {}

  private final HttpServer server;
  private final Deque<Scripted> script = new ArrayDeque<>();
  private final List<String> bodies = new ArrayList<>();
  private final List<String> authorizations = new ArrayList<>();

  FakeCollector() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v1/batch", this::answer);
    server.start();
  }

  FakeCollector then(int status, String body) {
    script.add(new Scripted(status, "", body));
    return this;
  }

  FakeCollector thenRetryAfter(int status, String seconds) {
    script.add(new Scripted(status, seconds, "{}"));
    return this;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Request bodies in order of arrival. */
  synchronized List<String> bodies() {
    return List.copyOf(bodies);
  }

  synchronized List<String> authorizations() {
    return List.copyOf(authorizations);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    bodies.add(body);
    authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
    long events = MESSAGE.matcher(body).results().count();
    Scripted next =
        script.isEmpty()
            ? new Scripted(
                200, "", "{\"success\":true,\"accepted\":" + events + ",\"rejected\":[]}")
            : script.remove();
    if (!next.retryAfter().isEmpty()) {
      exchange.getResponseHeaders().set("Retry-After", next.retryAfter());
    }
    byte[] answer = next.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(next.status(), answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }
}
