package io.rivulet.ingest.http;

import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Answers errors of the management paths, in JSON whatever was asked for. */
@Component
@Order(-2) // before Spring's own
class ActuatorErrors implements ErrorWebExceptionHandler {

  @Override
  public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
    ServerHttpResponse response = exchange.getResponse();
    if (response.isCommitted()) {
      return Mono.error(failure);
    }
    Answer answer =
        ErrorAnswers.of(
            failure instanceof ResponseStatusException known ? known.getStatusCode().value() : 500);
    response.setStatusCode(HttpStatus.valueOf(answer.status()));
    response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
    byte[] body = answer.body();
    return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
  }
}
