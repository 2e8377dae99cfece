package io.rivulet.ingest.live;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What one listener gets to read: at most {@link #PER_SECOND} events of each kind a second, so that
 * a flood of accepted ones does not hide a refusal. What is left out is counted, and the listener
 * is told how many there were. Written by the threads that take requests, read by the listener's.
 */
public final class LiveStream {
  /** Accepted events, and as many rejected ones, that are shown in a second. */
  static final int PER_SECOND = 20;

  /** A stream ends after this; browsers open the next one by themselves. */
  static final Duration LIFE = Duration.ofHours(1);

  /** A stream that has nothing to say says so, or proxies would cut it. */
  static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** Characters that wait at most for a listener who reads slowly. */
  static final int MAX_WAITING = 256 << 10;

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final LongSupplier nanoTime;
  private final long opened;
  private final StringBuilder waiting = new StringBuilder(":\n\n"); // so that headers go at once
  private long windowStart;
  private final int[] shown = new int[2];
  private long skipped;
  private long lastRead;
  private boolean isOver;

  LiveStream(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.opened = nanoTime.getAsLong();
    this.windowStart = opened;
    this.lastRead = opened;
  }

  /**
   * Whether one more event may be shown now. Where it may, the caller shows it; else it is counted
   * as left out.
   */
  synchronized boolean tryTake(boolean isAccepted) {
    long now = nanoTime.getAsLong();
    if (now - windowStart >= SECOND) {
      windowStart = now;
      shown[0] = 0;
      shown[1] = 0;
      tellSkipped();
    }
    if (shown[isAccepted ? 1 : 0] >= PER_SECOND || waiting.length() >= MAX_WAITING) {
      skipped++;
      return false;
    }
    shown[isAccepted ? 1 : 0]++;
    return true;
  }

  synchronized void show(String text) {
    waiting.append(text);
  }

  /** The text since the last call; empty where there is none. */
  public synchronized String read() {
    long now = nanoTime.getAsLong();
    if (now - windowStart >= SECOND) {
      tellSkipped();
    }
    if (waiting.isEmpty() && now - lastRead >= HEARTBEAT.toNanos()) {
      waiting.append(LiveText.HEARTBEAT);
    }
    if (waiting.isEmpty()) {
      return "";
    }
    lastRead = now;
    String text = waiting.toString();
    waiting.setLength(0);
    return text;
  }

  private void tellSkipped() {
    if (skipped > 0 && waiting.length() < MAX_WAITING) {
      waiting.append(LiveText.skipped(skipped));
      skipped = 0;
    }
  }

  /** Whether the stream has come to its end. */
  public synchronized boolean isOver() {
    return isOver || nanoTime.getAsLong() - opened >= LIFE.toNanos();
  }

  synchronized void end() {
    isOver = true;
  }
}
