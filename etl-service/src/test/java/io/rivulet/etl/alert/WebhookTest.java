package io.rivulet.etl.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class WebhookTest {

  @Test
  void an_answer_that_never_ends_is_not_waited_for() throws Exception {
    HttpServer receiver = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    receiver.createContext("/", exchange -> exchange.sendResponseHeaders(200, 10));
    receiver.start();
    try {
      Webhook webhook =
          new Webhook(
              new Alerts(JdbcClient.create(new DriverManagerDataSource()), false),
              URI.create("http://localhost:" + receiver.getAddress().getPort()),
              "",
              new SimpleMeterRegistry(),
              Duration.ofMillis(500));

      assertThat(webhook.post("{}")).contains("does not answer within PT0.5S");
    } finally {
      receiver.stop(0);
    }
  }

  @Test
  void the_signature_is_the_hmac_of_rfc_4231() {
    assertThat(Webhook.hmac("Jefe", "what do ya want for nothing?"))
        .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  }
}
