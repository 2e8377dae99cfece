package io.rivulet.ingest.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.rivulet.event.clean.CleanText;
import io.rivulet.event.project.Project;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** A request and the way to answer it. */
final class Exchange {
  /** So much of a header is stored. */
  static final int STORED_CHARACTERS = 1_024;

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Channel channel;
  private final @Nullable Target target;

  Exchange(HttpServerRequest request, HttpServerResponse response) {
    this.request = request;
    this.response = response;
    Channel[] channels = new Channel[1];
    request.withConnection(connection -> channels[0] = connection.channel());
    this.channel = Objects.requireNonNull(channels[0]);
    this.target = Target.of(request.uri());
  }

  /** Whether the target is one; Netty itself lets more pass. */
  boolean hasTarget() {
    return target != null;
  }

  String method() {
    return request.method().name();
  }

  /** What is asked for; of a request that {@link #hasTarget has one}. */
  Target target() {
    return Objects.requireNonNull(target);
  }

  HttpHeaders headers() {
    return request.requestHeaders();
  }

  @Nullable String header(CharSequence name) {
    return request.requestHeaders().get(name);
  }

  /**
   * A header's value as it may be stored, its first {@link #STORED_CHARACTERS} characters: it is
   * written into every event of the request. Null where it is absent or blank.
   */
  @Nullable String cleanHeader(CharSequence name) {
    String value = header(name);
    return value == null || value.isBlank()
        ? null
        : CleanText.clean(CleanText.head(value, STORED_CHARACTERS));
  }

  /** The other end of the connection. */
  @Nullable InetSocketAddress remote() {
    return request.remoteAddress();
  }

  /** {@code https} or {@code http}, as this connection is. */
  String scheme() {
    return request.scheme();
  }

  /** The write key outside the body; null where there is none. */
  @Nullable String presentedKey() {
    return Credentials.writeKey(
        header(HttpHeaderNames.AUTHORIZATION), header("X-Write-Key"), target().query());
  }

  /** Puts the headers that all answers have. */
  void putCommonHeaders(String requestId) {
    answerHeaders().set(RequestId.HEADER, requestId);
    SecurityHeaders.put(this);
    Cors.allow(header(HttpHeaderNames.ORIGIN), answerHeaders());
  }

  /** Whether a page asks that the project does not know; if so, it may not read the answer. */
  boolean isForeign(Project project) {
    String origin = header(HttpHeaderNames.ORIGIN);
    boolean isForeign = origin != null && !project.allowsOrigin(origin);
    if (isForeign) {
      Cors.forbid(answerHeaders());
    }
    return isForeign;
  }

  /** The thread of this connection. */
  EventLoop eventLoop() {
    return channel.eventLoop();
  }

  /**
   * The request's body, as it arrives.
   *
   * @param limit bytes that are kept at most
   * @param place where the room for them is taken
   * @param patience longest time since the request's first byte
   */
  CompletableFuture<Arrival> body(int limit, WorkBound.Place place, Duration patience) {
    BodyCollector body = new BodyCollector(limit, place);
    request.receive().subscribe(body);
    body.expectWithin(RequestDeadline.left(channel, patience), channel.eventLoop());
    var unused = body.arrival().thenRun(() -> RequestDeadline.arrived(channel));
    return body.arrival();
  }

  /** Headers of the answer to come. */
  HttpHeaders answerHeaders() {
    return response.responseHeaders();
  }

  /** Sends the answer. It goes when it is subscribed to. */
  Publisher<Void> send(Answer answer) {
    response.status(answer.status());
    HttpHeaders headers = response.responseHeaders();
    if (answer.retryAfterSeconds() != null) {
      headers.set(HttpHeaderNames.RETRY_AFTER, answer.retryAfterSeconds().toString());
    }
    if (answer.isLast()) {
      response.keepAlive(false);
    }
    if (answer.contentType() == null) {
      return response.send();
    }
    headers.set(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
    headers.set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
    return response.sendObject(Unpooled.wrappedBuffer(answer.body()));
  }

  /** Sends Server-Sent Events as they come, none of them kept by anybody on the way. */
  Publisher<Void> stream(Flux<String> events) {
    response.status(200);
    HttpHeaders headers = response.responseHeaders();
    headers.set("X-Accel-Buffering", "no");
    return response
        .sse()
        .send(
            events.map(text -> Unpooled.copiedBuffer(text, StandardCharsets.UTF_8)), text -> true);
  }
}
