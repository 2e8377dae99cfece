package io.rivulet.ingest.body;

import io.rivulet.event.RejectedEvent;
import io.rivulet.event.clean.CleanText;
import io.rivulet.event.project.Project.IpPolicy;
import io.rivulet.ingest.clean.IpAddress;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Refused input as the quarantine keeps it: at most {@link #MAX_BYTES} of it, so that an event of
 * the default size is kept whole and can be sent again. What is UTF-8 is kept as text; other bytes,
 * such as broken gzip, as {@code base64:} and the Base64 of the first 49,152 bytes, so that nothing
 * about them is guessed. Values of members {@code ip} and {@code request_ip} are kept as the
 * project's policy says.
 *
 * @param isCut whether the input was longer
 */
public record RawText(String text, boolean isCut) {
  /** Longest text, in bytes of UTF-8: two events of the default size. */
  public static final int MAX_BYTES = 64 << 10;

  private static final int MAX_BINARY_BYTES = MAX_BYTES / 4 * 3;
  private static final Pattern IP_MEMBER =
      Pattern.compile("(\"(?:ip|request_ip)\"\\s{0,16}:\\s{0,16}\")([^\"\\\\]{0,64})");

  /** Of bytes. */
  public static RawText of(byte[] bytes, IpPolicy policy) {
    byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, MAX_BYTES));
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer chars = CharBuffer.allocate(head.length);
    boolean isCut = bytes.length > head.length;
    if (decoder.decode(ByteBuffer.wrap(head), chars, !isCut).isError()) {
      byte[] binary = Arrays.copyOf(bytes, Math.min(bytes.length, MAX_BINARY_BYTES));
      return new RawText(
          RejectedEvent.BASE64 + Base64.getEncoder().encodeToString(binary),
          bytes.length > binary.length);
    }
    return new RawText(clean(chars.flip().toString(), policy), isCut);
  }

  /** Of text. */
  public static RawText of(String text, IpPolicy policy) {
    if (text.length() > MAX_BYTES) {
      // A cut between the halves of one character leaves a half, which becomes '?' and is harmless.
      return new RawText(
          of(text.substring(0, MAX_BYTES).getBytes(StandardCharsets.UTF_8), policy).text(), true);
    }
    return of(text.getBytes(StandardCharsets.UTF_8), policy);
  }

  /** The first so many characters of it. */
  public RawText cutTo(int characters) {
    return text.length() <= characters ? this : new RawText(CleanText.head(text, characters), true);
  }

  /** The message, with a note where the quarantine keeps less than was sent. */
  public String annotate(String message) {
    return isCut ? message + " (the quarantine keeps only its beginning)" : message;
  }

  private static String clean(String text, IpPolicy policy) {
    String clean = CleanText.clean(text);
    if (policy == IpPolicy.FULL) {
      return clean;
    }
    return IP_MEMBER
        .matcher(clean)
        .replaceAll(
            m -> m.group(1) + Objects.requireNonNullElse(IpAddress.keep(policy, m.group(2)), ""));
  }
}
