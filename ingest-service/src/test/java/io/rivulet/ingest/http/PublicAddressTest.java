package io.rivulet.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;

class PublicAddressTest {

  @Test
  void a_setting_may_have_a_port_and_a_path() {
    assertThat(PublicAddress.of(URI.create("https://events.example.org")))
        .isEqualTo(new PublicAddress("https", "events.example.org"));
    assertThat(PublicAddress.of(URI.create("http://10.0.0.1:8080/collect/")))
        .isEqualTo(new PublicAddress("http", "10.0.0.1:8080/collect"));
  }

  @Test
  void what_is_no_web_address_is_refused() {
    for (String url : new String[] {"events.example.org", "ftp://x", "https:/x", "https://x?y"}) {
      assertThatThrownBy(() -> PublicAddress.of(URI.create(url)))
          .hasMessageContaining("'" + url + "' is not like https://events.example.org");
    }
  }
}
