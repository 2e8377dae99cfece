package io.rivulet.etl.alert;

import io.micrometer.core.instrument.MeterRegistry;
import io.rivulet.etl.alert.Alerts.Alert;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts alerts to the operators' URL, which may itself be a secret and is never logged. Any 2xx is
 * a delivery. With a secret, header {@code X-Rivulet-Signature} is {@code sha256=} and the HMAC of
 * the body in hexadecimal.
 */
public final class Webhook {
  private static final Logger log = LoggerFactory.getLogger(Webhook.class);

  /** Longest wait for the receiver's whole answer. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Most messages sent in one go. */
  private static final int MOST_AT_ONCE = 20;

  private final Alerts alerts;
  private final URI url;
  private final String secret;
  private final MeterRegistry metrics;
  private final Duration timeout;
  private final HttpClient http;

  /**
   * @param secret to sign with; blank for none
   */
  public Webhook(Alerts alerts, URI url, String secret, MeterRegistry metrics) {
    this(alerts, url, secret, metrics, TIMEOUT);
  }

  /**
   * @param timeout longest wait for the whole answer
   */
  Webhook(Alerts alerts, URI url, String secret, MeterRegistry metrics, Duration timeout) {
    this.alerts = alerts;
    this.url = url;
    this.secret = secret;
    this.metrics = metrics;
    this.timeout = timeout;
    this.http = HttpClient.newBuilder().connectTimeout(timeout).build();
  }

  /** Sends what is due. */
  public void deliver() throws InterruptedException {
    for (int i = 0; i < MOST_AT_ONCE; i++) {
      Optional<Alert> alert = alerts.claim();
      if (alert.isEmpty()) {
        return;
      }
      deliver(alert.get());
    }
  }

  private void deliver(Alert alert) throws InterruptedException {
    String failure = post(alert.body());
    if (failure.isEmpty()) {
      alerts.remove(alert.id());
      count("delivered");
    } else if (alert.attempts() >= Alerts.ATTEMPTS) {
      alerts.remove(alert.id());
      count("given_up");
      log.error(
          "alert {} is given up after {} attempts: {}", alert.id(), alert.attempts(), failure);
    } else {
      count("failed");
      log.warn("alert {} could not be delivered: {}", alert.id(), failure);
    }
  }

  /** Why the message was not delivered; empty when it was. */
  String post(String body) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    if (!secret.isBlank()) {
      request.header("X-Rivulet-Signature", "sha256=" + hmac(secret, body));
    }
    // The request's own timeout ends with the headers; a body may go on for ever.
    CompletableFuture<HttpResponse<Void>> answer =
        http.sendAsync(request.build(), BodyHandlers.discarding());
    try {
      int status = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS).statusCode();
      return status / 100 == 2 ? "" : "the webhook answers " + status;
    } catch (TimeoutException e) {
      return "the webhook does not answer within " + timeout;
    } catch (ExecutionException e) {
      // The message of the exception may name the URL.
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return "the webhook cannot be reached: " + cause.getClass().getSimpleName();
    } finally {
      answer.cancel(true);
    }
  }

  static String hmac(String secret, String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no HmacSHA256 in this JVM", e);
    }
  }

  private void count(String outcome) {
    metrics.counter("rivulet.etl.alerts", "outcome", outcome).increment();
  }
}
