package io.rivulet.ingest.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.RejectionReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BodyReaderTest {
  private static final Limits LIMITS = new Limits(100, 50, 3);

  @Test
  void plain_text_is_read() throws IOException {
    assertThat(text(read("{}".getBytes(UTF_8), null))).isEqualTo("{}");
    assertThat(text(read("{}".getBytes(UTF_8), "identity"))).isEqualTo("{}");
  }

  @Test
  void gzip_is_read_with_and_without_its_header() throws IOException {
    assertThat(text(read(gzip("{}"), "gzip"))).isEqualTo("{}");
    assertThat(text(read(gzip("{}"), "X-GZip"))).isEqualTo("{}");
    assertThat(text(read(gzip("{}"), null))).isEqualTo("{}");
  }

  @Test
  void a_byte_order_mark_is_no_text() throws IOException {
    assertThat(text(read("\uFEFF{}".getBytes(UTF_8), null))).isEqualTo("{}");
  }

  @Test
  void bytes_that_are_no_utf8_become_replacement_characters() throws IOException {
    assertThat(text(read(new byte[] {'a', (byte) 0xff, 'b'}, null))).isEqualTo("a\uFFFDb");
  }

  @Test
  void as_many_bytes_as_permitted_are_read_and_one_more_is_too_many() throws IOException {
    assertThat(read("x".repeat(100).getBytes(UTF_8), null)).isInstanceOf(Body.Text.class);
    assertRefused(read("x".repeat(101).getBytes(UTF_8), null), RejectionReason.REQUEST_TOO_LARGE);
  }

  @Test
  void inflation_is_bounded_alike() throws IOException {
    assertThat(read(gzip("x".repeat(100)), "gzip")).isInstanceOf(Body.Text.class);
    assertRefused(read(gzip("x".repeat(101)), "gzip"), RejectionReason.REQUEST_TOO_LARGE);
  }

  @Test
  void a_bomb_is_not_inflated_to_its_end() throws IOException {
    byte[] bomb = gzip(" ".repeat(50_000));

    Body body = read(bomb, "gzip");

    assertThat(bomb).hasSizeLessThan(100);
    assertThat(((Body.Refused) body).read()).hasSizeLessThan(10_000);
  }

  @Test
  void what_says_gzip_and_is_not_is_refused() throws IOException {
    byte[] cut = Arrays.copyOf(gzip("{\"a\":1}"), 15);

    assertRefused(read("{}".getBytes(UTF_8), "gzip"), RejectionReason.INVALID_ENCODING);
    assertRefused(read(new byte[0], "gzip"), RejectionReason.INVALID_ENCODING);
    assertRefused(read(cut, null), RejectionReason.INVALID_ENCODING);
  }

  @Test
  void other_encodings_are_refused() throws IOException {
    assertRefused(read("{}".getBytes(UTF_8), "br"), RejectionReason.INVALID_ENCODING);
  }

  private static Body read(byte[] bytes, @Nullable String encoding) {
    return new BodyReader(LIMITS).read(bytes, encoding);
  }

  private static void assertRefused(Body body, RejectionReason reason) {
    assertThat(body)
        .isInstanceOfSatisfying(Body.Refused.class, r -> assertThat(r.reason()).isEqualTo(reason));
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static String text(Body body) {
    return new String(((Body.Text) body).utf8(), UTF_8);
  }
}
