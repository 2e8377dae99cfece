package io.rivulet.sessionizer.session;

import static io.rivulet.event.SessionRule.micros;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * What is remembered of an actor as bytes, for the state store: a version, the number of chains,
 * and for each its start and last event in microseconds since 1970 and its sessions. A usual actor
 * takes 31 bytes, the longest memory 1,042.
 */
public final class RecentSessionsCodec {
  private static final byte VERSION = 1;

  private RecentSessionsCodec() {}

  /** The bytes that {@link #read} reads. */
  public static byte[] write(RecentSessions recent) {
    int size = 2;
    for (Chain chain : recent.chains()) {
      size += 17 + 12 * chain.sessions().size();
    }
    ByteBuffer bytes = ByteBuffer.allocate(size).put(VERSION).put((byte) recent.chains().size());
    for (Chain chain : recent.chains()) {
      bytes.putLong(micros(chain.start())).putLong(micros(chain.last()));
      bytes.put((byte) chain.sessions().size());
      for (Chain.Session session : chain.sessions()) {
        bytes.putLong(micros(session.first())).putInt(session.events());
      }
    }
    return bytes.array();
  }

  /**
   * What {@link #write} wrote.
   *
   * @throws IllegalStateException when a later release wrote it in another form
   */
  public static RecentSessions read(byte[] value) {
    ByteBuffer bytes = ByteBuffer.wrap(value);
    byte version = bytes.get();
    if (version != VERSION) {
      throw new IllegalStateException(
          "the session store holds version " + version + ", this release reads " + VERSION);
    }
    int chainCount = bytes.get();
    List<Chain> chains = new ArrayList<>(chainCount);
    for (int i = 0; i < chainCount; i++) {
      Instant start = instant(bytes.getLong());
      Instant last = instant(bytes.getLong());
      int sessionCount = bytes.get();
      List<Chain.Session> sessions = new ArrayList<>(sessionCount);
      for (int j = 0; j < sessionCount; j++) {
        sessions.add(new Chain.Session(instant(bytes.getLong()), bytes.getInt()));
      }
      chains.add(new Chain(start, last, sessions));
    }
    return new RecentSessions(chains);
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
