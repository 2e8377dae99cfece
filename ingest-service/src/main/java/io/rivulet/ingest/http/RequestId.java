package io.rivulet.ingest.http;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Names requests, so that a client's log, a proxy's and ours can be laid side by side. */
final class RequestId {
  static final String HEADER = "X-Request-Id";

  private static final int LONGEST = 64;

  private final String prefix;
  private final AtomicLong last = new AtomicLong();

  RequestId() {
    byte[] random = new byte[6];
    new SecureRandom().nextBytes(random);
    this.prefix = HexFormat.of().formatHex(random) + '-';
  }

  /**
   * The id that the client gave where that is 1 to 64 letters, digits, {@code .}, {@code _} and
   * {@code -}, else one of ours.
   */
  String of(@Nullable String given) {
    return given != null && isSane(given)
        ? given
        : prefix + Long.toString(last.incrementAndGet(), Character.MAX_RADIX);
  }

  private static boolean isSane(String id) {
    if (id.isEmpty() || id.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean isWord = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!isWord && c != '.' && c != '_' && c != '-') {
        return false;
      }
    }
    return true;
  }
}
