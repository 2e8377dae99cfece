package io.rivulet.ingest.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.rivulet.event.RejectionReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  void the_length_that_gzip_announces_is_not_believed() throws IOException {
    // Two members: the announced length is that of the last one.
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(gzip("x".repeat(70)));
    both.write(gzip("y".repeat(10)));

    assertThat(text(read(both.toByteArray(), "gzip"))).isEqualTo("x".repeat(70) + "y".repeat(10));
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
  void deflate_is_read_with_and_without_the_frame_of_zlib() throws IOException {
    assertThat(text(read(deflate("{}", false), "deflate"))).isEqualTo("{}");
    assertThat(text(read(deflate("{}", true), "Deflate"))).isEqualTo("{}");
  }

  @Test
  void zstd_and_br_are_read() {
    assertThat(text(read(Zstd.compress("{}".getBytes(UTF_8)), "zstd"))).isEqualTo("{}");
    assertThat(text(read(base64("iwCAe30D"), "br"))).isEqualTo("{}");
  }

  @Test
  void inflation_is_bounded_whatever_the_encoding() throws IOException {
    String most = "x".repeat(100);
    String more = most + "x";

    assertThat(text(read(deflate(most, true), "deflate"))).isEqualTo(most);
    assertRefused(read(deflate(more, true), "deflate"), RejectionReason.REQUEST_TOO_LARGE);
    assertThat(text(read(Zstd.compress(most.getBytes(UTF_8)), "zstd"))).isEqualTo(most);
    assertRefused(
        read(Zstd.compress(more.getBytes(UTF_8)), "zstd"), RejectionReason.REQUEST_TOO_LARGE);
    assertThat(text(read(base64("G2MA+CXwArFAoAM="), "br"))).isEqualTo(most);
    assertRefused(read(base64("G2QA+CXwArFAwAM="), "br"), RejectionReason.REQUEST_TOO_LARGE);
  }

  @Test
  void bombs_of_every_encoding_are_not_inflated_to_their_end() throws IOException {
    String blanks = " ".repeat(50_000);

    for (Body body :
        List.of(
            read(deflate(blanks, false), "deflate"),
            read(Zstd.compress(blanks.getBytes(UTF_8)), "zstd"),
            read(base64("G0/D+CVA4rFAIGEXAA=="), "br"))) {
      assertRefused(body, RejectionReason.REQUEST_TOO_LARGE);
      assertThat(((Body.Refused) body).read()).hasSizeLessThan(10_000);
    }
  }

  @Test
  void a_zstd_frame_may_not_claim_a_window_of_any_size() {
    // Magic number, no content size, and a window of 128 MiB.
    byte[] frame = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0x00, (byte) ((27 - 10) << 3), 1, 0, 0};

    Body body = read(frame, "zstd");

    assertRefused(body, RejectionReason.INVALID_ENCODING);
    assertThat(((Body.Refused) body).message())
        .isEqualTo("the window of the zstd body is larger than 8388608 bytes");
  }

  @Test
  void a_brotli_body_may_have_a_window_of_4_mib_and_none_of_more() {
    byte[] usual = base64("iwCAe30D"); // 22 bits, which the first four bits of the body say
    byte[] large = usual.clone();
    large[0] = (byte) ((large[0] & 0xf0) | 0b1101); // 23
    byte[] small = usual.clone();
    small[0] = (byte) ((small[0] & 0xf0) | 0b0011); // 18

    assertThat(text(read(usual, "br"))).isEqualTo("{}");
    assertThat(text(read(small, "br"))).isEqualTo("{}");
    assertRefused(read(large, "br"), RejectionReason.INVALID_ENCODING);
    assertThat(((Body.Refused) read(large, "br")).message())
        .isEqualTo("the window of the br body is larger than 4194304 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "zstd", "br"})
  void what_is_not_what_it_says_is_refused(String encoding) {
    assertRefused(read("{\"a\":1}".getBytes(UTF_8), encoding), RejectionReason.INVALID_ENCODING);
  }

  @Test
  void what_ends_early_is_refused() throws IOException {
    String text = "{\"a\":1,\"b\":\"xyz\"}";
    byte[] zstd = Zstd.compress(text.getBytes(UTF_8));
    byte[] deflated = deflate(text, false);

    assertRefused(
        read(Arrays.copyOf(zstd, zstd.length - 3), "zstd"), RejectionReason.INVALID_ENCODING);
    assertRefused(
        read(Arrays.copyOf(deflated, deflated.length - 8), "deflate"),
        RejectionReason.INVALID_ENCODING);
    assertRefused(
        read(Arrays.copyOf(base64("iwCAe30D"), 4), "br"), RejectionReason.INVALID_ENCODING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"compress", "gzip, br", "br, gzip", "rubbish"})
  void other_encodings_and_several_are_refused(String encoding) throws IOException {
    assertRefused(read(gzip("{}"), encoding), RejectionReason.INVALID_ENCODING);
  }

  @Test
  void identity_says_nothing() throws IOException {
    assertThat(text(read(gzip("{}"), "identity, gzip"))).isEqualTo("{}");
    assertThat(text(read("{}".getBytes(UTF_8), " , identity"))).isEqualTo("{}");
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

  private static byte[] deflate(String text, boolean isRaw) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out =
        new DeflaterOutputStream(bytes, new Deflater(Deflater.BEST_SPEED, isRaw))) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] base64(String text) {
    return Base64.getDecoder().decode(text);
  }
}
