package io.rivulet.ingest.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The JDK's own reader is the measure. */
class GzipInputProperties {
  private static final int FLAGS = 3;

  @Property(tries = 500)
  void what_was_compressed_is_read(@ForAll @Size(max = 300) byte[] plain) throws IOException {
    assertThat(new GzipInput(gzip(plain)).readAllBytes()).isEqualTo(plain);
  }

  @Property(tries = 500)
  void members_one_after_the_other_are_one_text(
      @ForAll @Size(max = 50) byte[] first, @ForAll @Size(max = 50) byte[] second)
      throws IOException {
    assertThat(new GzipInput(joined(gzip(first), gzip(second))).readAllBytes())
        .isEqualTo(joined(first, second));
  }

  @Property(tries = 2000)
  void a_changed_byte_is_found_where_the_jdk_finds_it(
      @ForAll @Size(max = 60) byte[] plain, @ForAll @IntRange(max = 100) int at, @ForAll byte now)
      throws IOException {
    byte[] compressed = gzip(plain);
    int index = at % compressed.length;
    if (index != FLAGS) { // the JDK takes reserved flags, which RFC 1952 says to refuse
      compressed[index] = now;
    }

    assertThat(read(() -> new GzipInput(compressed)))
        .isEqualTo(read(() -> new GZIPInputStream(new ByteArrayInputStream(compressed))));
  }

  @Property(tries = 500)
  void a_cut_text_is_refused(
      @ForAll @Size(max = 60) byte[] plain, @ForAll @IntRange(min = 1, max = 17) int missing)
      throws IOException {
    byte[] compressed = gzip(plain);
    byte[] cut = java.util.Arrays.copyOf(compressed, compressed.length - missing);

    assertThatThrownBy(() -> new GzipInput(cut).readAllBytes()).isInstanceOf(IOException.class);
  }

  @Example
  void all_fields_of_the_header_are_passed_over() throws IOException {
    byte[] plain = gzip("{}".getBytes(UTF_8));
    byte[] head = {0x1f, (byte) 0x8b, 8, 0b11110, 0, 0, 0, 0, 0, 3};
    byte[] fields = {2, 0, 'x', 'y', 'n', 'a', 'm', 'e', 0, 'c', 0};
    CRC32 checksum = new CRC32();
    checksum.update(joined(head, fields));
    byte[] sum = {(byte) checksum.getValue(), (byte) (checksum.getValue() >> 8)};
    byte[] rest = java.util.Arrays.copyOfRange(plain, head.length, plain.length);
    byte[] right = joined(joined(head, fields), joined(sum, rest));
    byte[] wrong = right.clone();
    wrong[head.length + 2]++;

    assertThat(new GzipInput(right).readAllBytes()).isEqualTo("{}".getBytes(UTF_8));
    assertThatThrownBy(() -> new GzipInput(wrong)).hasMessageContaining("checksum");
  }

  @Example
  void reserved_flags_are_refused() throws IOException {
    byte[] compressed = gzip(new byte[0]);
    compressed[FLAGS] = (byte) 0b1000_0000;

    assertThatThrownBy(() -> new GzipInput(compressed)).isInstanceOf(IOException.class);
  }

  @Example
  void what_follows_and_is_no_member_is_passed_over() throws IOException {
    assertThat(new GzipInput(joined(gzip(new byte[] {7}), new byte[] {0, 0})).readAllBytes())
        .containsExactly(7);
    assertThat(
            new GzipInput(joined(gzip(new byte[] {7}), new byte[] {0x1f, (byte) 0x8b, 9}))
                .readAllBytes())
        .containsExactly(7);
  }

  private interface Opening {
    InputStream open() throws IOException;
  }

  /** As hex digits, so that equality is that of the content; empty where reading fails. */
  private static Optional<String> read(Opening opening) {
    try (InputStream in = opening.open()) {
      return Optional.of(java.util.HexFormat.of().formatHex(in.readAllBytes()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
