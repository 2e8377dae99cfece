package io.rivulet.ingest.body;

import io.rivulet.event.RejectionReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's body within bounds: never more than the limit is held of what its bytes inflate
 * to. It knows gzip, also where no header says so, deflate, zstd and br. Bytes that are no UTF-8
 * are read as U+FFFD.
 */
public final class BodyReader {
  private final Limits limits;

  public BodyReader(Limits limits) {
    this.limits = limits;
  }

  /**
   * Reads a body.
   *
   * @param bytes as they came; of a body over the limit at least one byte more than permitted
   */
  public Body read(byte[] bytes, @Nullable String contentEncoding) {
    if (bytes.length > limits.requestBytes()) {
      return tooLarge("the request has more than", bytes);
    }
    Optional<Encoding> encoding = Encoding.of(contentEncoding, bytes);
    if (encoding.isEmpty()) {
      return new Body.Refused(
          RejectionReason.INVALID_ENCODING,
          "the Content-Encoding is not one of gzip, deflate, zstd and br",
          bytes);
    }
    return encoding.get() == Encoding.IDENTITY ? text(bytes) : inflate(bytes, encoding.get());
  }

  private Body inflate(byte[] compressed, Encoding encoding) {
    byte[] inflated =
        new byte[(int) Math.min(limits.requestBytes(), encoding.expectedLength(compressed))];
    int length = 0;
    try (InputStream in = encoding.open(compressed)) {
      for (int read = 0; read >= 0; read = in.read(inflated, length, inflated.length - length)) {
        length += read;
        if (length == inflated.length) {
          int beyond = in.read();
          if (beyond < 0) {
            break;
          }
          if (length == limits.requestBytes()) {
            return tooLarge("the request inflates to more than", inflated);
          }
          inflated = Arrays.copyOf(inflated, Math.min(limits.requestBytes(), 2 * length + 1));
          inflated[length++] = (byte) beyond;
        }
      }
    } catch (IOException | RuntimeException e) {
      return new Body.Refused(RejectionReason.INVALID_ENCODING, encoding.fault(e), compressed);
    }
    return text(length == inflated.length ? inflated : Arrays.copyOf(inflated, length));
  }

  private static Body text(byte[] bytes) {
    return new Body.Text(wellFormed(withoutMark(bytes)));
  }

  private static byte[] withoutMark(byte[] bytes) {
    boolean hasMark =
        bytes.length >= 3
            && bytes[0] == (byte) 0xEF
            && bytes[1] == (byte) 0xBB
            && bytes[2] == (byte) 0xBF;
    return hasMark ? Arrays.copyOfRange(bytes, 3, bytes.length) : bytes;
  }

  // Decoding puts U+FFFD where bytes are no UTF-8.
  private static byte[] wellFormed(byte[] bytes) {
    if (EightBytes.areAscii(bytes)) {
      return bytes;
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.indexOf('\uFFFD') < 0 ? bytes : text.getBytes(StandardCharsets.UTF_8);
  }

  private Body tooLarge(String what, byte[] read) {
    return new Body.Refused(
        RejectionReason.REQUEST_TOO_LARGE, what + " " + limits.requestBytes() + " bytes", read);
  }
}
