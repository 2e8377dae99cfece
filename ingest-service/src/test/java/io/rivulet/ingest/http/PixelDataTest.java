package io.rivulet.ingest.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class PixelDataTest {
  // Has both signs in which the alphabets differ.
  private static final String JSON = "{\"x\":\"~~~???>>>\u00ff\u00fe\"}";

  @Test
  void both_alphabets_are_read() {
    String standard = Base64.getEncoder().encodeToString(JSON.getBytes(UTF_8));
    String urlSafe = Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.getBytes(UTF_8));

    assertThat(standard).contains("+", "/");
    assertThat(read("data=" + urlSafe)).isEqualTo(JSON);
    assertThat(read("a=1&data=" + standard + "&writeKey=k")).isEqualTo(JSON);
    assertThat(read("data=" + standard.replace('+', ' '))).isEqualTo(JSON);
    assertThat(read("data=" + URLEncoder.encode(standard, UTF_8))).isEqualTo(JSON);
  }

  @Test
  void what_is_none_comes_as_it_stands() {
    assertThat(read("data=%7B%7D")).isEqualTo("{}");
    assertThat(read("data=%zz")).isEqualTo("%zz");
    assertThat(read("data=")).isEmpty();
    assertThat(read("date=e30")).isEmpty();
    assertThat(PixelData.of(null)).isEmpty();
  }

  private static String read(String query) {
    return new String(PixelData.of(query), UTF_8);
  }
}
