package io.rivulet.ingest.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.project.Project.IpPolicy;
import org.junit.jupiter.api.Test;

class RawTextTest {

  @Test
  void text_up_to_64_kb_is_kept_whole() {
    assertThat(RawText.of("x".repeat(65_536), IpPolicy.FULL))
        .isEqualTo(new RawText("x".repeat(65_536), false));
    assertThat(RawText.of("x".repeat(65_537), IpPolicy.FULL))
        .isEqualTo(new RawText("x".repeat(65_536), true));
  }

  @Test
  void a_cut_never_leaves_half_a_character() {
    String text = "x".repeat(65_534) + "😀";

    assertThat(RawText.of(text, IpPolicy.FULL)).isEqualTo(new RawText("x".repeat(65_534), true));
    assertThat(RawText.of(text.getBytes(UTF_8), IpPolicy.FULL))
        .isEqualTo(new RawText("x".repeat(65_534), true));
    assertThat(RawText.of("é".repeat(40_000), IpPolicy.FULL).text()).isEqualTo("é".repeat(32_768));
  }

  @Test
  void what_is_no_text_is_kept_as_base64() {
    byte[] bytes = new byte[70_000];
    bytes[0] = (byte) 0x8b;

    RawText raw = RawText.of(bytes, IpPolicy.FULL);

    assertThat(raw.text()).startsWith("base64:iwAAAA").hasSize(7 + 65_536);
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
  void a_shorter_cut_leaves_no_half_a_character_either() {
    RawText raw = new RawText("ab😀", false);

    assertThat(raw.cutTo(4)).isEqualTo(raw);
    assertThat(raw.cutTo(3)).isEqualTo(new RawText("ab", true));
  }

  @Test
  void the_message_says_when_not_all_is_kept() {
    assertThat(new RawText("x", true).annotate("too large"))
        .isEqualTo("too large (the quarantine keeps only its beginning)");
    assertThat(new RawText("x", false).annotate("too large")).isEqualTo("too large");
  }
}
