package io.rivulet.event.project;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Tells when the content of a followed file is to be taken: at the first look, and later when it
 * has changed and was the same at two looks, so that a file caught in the middle of a write, which
 * may be valid but lack its end, is not. Used by one thread at a time.
 */
public final class SettledContent {
  private byte @Nullable [] seen;
  private byte @Nullable [] taken;

  /** Whether this content, just read, is to be taken; true once for each. */
  public boolean isNew(byte[] content) {
    boolean isSettled = taken == null || Arrays.equals(content, seen);
    seen = content;
    if (!isSettled || Arrays.equals(content, taken)) {
      return false;
    }
    taken = content;
    return true;
  }
}
