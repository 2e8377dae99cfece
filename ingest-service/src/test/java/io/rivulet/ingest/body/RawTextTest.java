package io.rivulet.ingest.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.project.Project.IpPolicy;
import org.junit.jupiter.api.Test;

class RawTextTest {

  @Test
  void text_up_to_8192_bytes_is_kept_whole() {
    assertThat(RawText.of("x".repeat(8192), IpPolicy.FULL))
        .isEqualTo(new RawText("x".repeat(8192), false));
    assertThat(RawText.of("x".repeat(8193), IpPolicy.FULL))
        .isEqualTo(new RawText("x".repeat(8192), true));
  }

  @Test
  void a_cut_never_leaves_half_a_character() {
    String text = "x".repeat(8190) + "😀";

    assertThat(RawText.of(text, IpPolicy.FULL)).isEqualTo(new RawText("x".repeat(8190), true));
    assertThat(RawText.of(text.getBytes(UTF_8), IpPolicy.FULL))
        .isEqualTo(new RawText("x".repeat(8190), true));
    assertThat(RawText.of("é".repeat(5000), IpPolicy.FULL).text()).isEqualTo("é".repeat(4096));
  }

  @Test
  void what_is_no_text_is_kept_as_base64() {
    byte[] bytes = new byte[10_000];
    bytes[0] = (byte) 0x8b;

    RawText raw = RawText.of(bytes, IpPolicy.FULL);

    assertThat(raw.text()).startsWith("base64:iwAAAA").hasSize(7 + 8192);
    assertThat(raw.isCut()).isTrue();
  }

  @Test
  void nul_is_replaced_and_addresses_are_kept_as_the_policy_says() {
    String text = "{\"ip\" : \"192.0.2.77\",\"request_ip\":\"192.0.2.78\",\"x\":\"\0\"}";

    assertThat(RawText.of(text, IpPolicy.TRUNCATED).text())
        .isEqualTo("{\"ip\" : \"192.0.2.0\",\"request_ip\":\"192.0.2.0\",\"x\":\"\uFFFD\"}");
    assertThat(RawText.of(text, IpPolicy.NONE).text()).doesNotContain("192.0.2");
    assertThat(RawText.of(text, IpPolicy.FULL).text()).contains("192.0.2.77");
  }

  @Test
  void the_message_says_when_not_all_is_kept() {
    assertThat(new RawText("x", true).annotate("too large"))
        .isEqualTo("too large (the quarantine keeps its first 8192 bytes)");
    assertThat(new RawText("x", false).annotate("too large")).isEqualTo("too large");
  }
}
