package io.rivulet.ingest.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.rivulet.event.RejectionReason;
import io.rivulet.event.project.Project;
import io.rivulet.ingest.live.LiveHub;
import io.rivulet.ingest.live.LiveStream;
import io.rivulet.ingest.project.ProjectDirectory;
import io.rivulet.ingest.project.WriteKeys;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Streams to those who have a project's write key what just became of its events. */
final class LiveHandler
    implements BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {
  static final String PATH = "/live";

  /** How often a stream is looked at: as late may an event be shown. */
  private static final Duration TICK = Duration.ofMillis(250);

  private final ProjectDirectory projects;
  private final LiveHub live;
  private final CollectorMetrics metrics;
  private final RequestId requestIds = new RequestId();

  LiveHandler(ProjectDirectory projects, LiveHub live, CollectorMetrics metrics) {
    this.projects = projects;
    this.live = live;
    this.metrics = metrics;
  }

  @Override
  public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
    Exchange exchange = new Exchange(request, response);
    exchange.putCommonHeaders(requestIds.of(exchange.header(RequestId.HEADER)));
    if (!exchange.hasTarget()) {
      return answer(exchange, ErrorAnswers.of(400).asLast());
    }
    if (!exchange.target().path().matches(PATH + "/?")) {
      return answer(exchange, ErrorAnswers.of(404));
    }
    return switch (exchange.method()) {
      case "GET" -> listen(exchange);
      case "OPTIONS" -> {
        Cors.preflight(exchange.answerHeaders());
        yield answer(exchange, Answer.empty());
      }
      default -> {
        exchange.answerHeaders().set(HttpHeaderNames.ALLOW, "GET, OPTIONS");
        yield answer(exchange, ErrorAnswers.of(405));
      }
    };
  }

  private Publisher<Void> listen(Exchange exchange) {
    WriteKeys keys = projects.current();
    if (keys == null) {
      return answer(exchange, Answer.projectsNotLoaded());
    }
    Project project = keys.ofKey(exchange.presentedKey());
    if (project == null) {
      return answer(
          exchange,
          Answer.refused(
              RejectionReason.UNKNOWN_KEY, "invalid write key: none, or one that no project has"));
    }
    if (exchange.isForeign(project)) {
      return answer(
          exchange,
          Answer.refused(
              RejectionReason.ORIGIN_NOT_ALLOWED, "the project does not allow this origin"));
    }
    Optional<LiveStream> stream = live.open(project.id());
    if (stream.isEmpty()) {
      return answer(exchange, Answer.tooManyStreams());
    }
    metrics.answered(PATH, 200, Duration.ZERO);
    return exchange.stream(texts(stream.get()));
  }

  private Flux<String> texts(LiveStream stream) {
    return Flux.interval(Duration.ZERO, TICK)
        .onBackpressureDrop() // of a listener who reads slowly
        .takeWhile(tick -> !stream.isOver())
        .map(tick -> stream.read())
        .filter(text -> !text.isEmpty())
        .doFinally(end -> live.close(stream));
  }

  private Publisher<Void> answer(Exchange exchange, Answer answer) {
    metrics.answered(PATH, answer.status(), Duration.ZERO);
    return exchange.send(answer);
  }
}
