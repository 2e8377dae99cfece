package io.rivulet.etl.alert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WebhookTest {

  @Test
  void the_signature_is_the_hmac_of_rfc_4231() {
    assertThat(Webhook.hmac("Jefe", "what do ya want for nothing?"))
        .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  }
}
