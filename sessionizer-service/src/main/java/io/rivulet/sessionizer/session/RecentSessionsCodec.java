package io.rivulet.sessionizer.session;

import static io.rivulet.event.SessionRule.micros;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * What is remembered of an actor's sessions as bytes: the number of chains, and for each its start
 * in microseconds since 1970, how much later its last event was, and its sessions, counted from its
 * start. A usual actor takes some 20 bytes.
 */
public final class RecentSessionsCodec {
  private static final int MAX_VARINT = 10;
  private static final int MAX_SESSION_BYTES = 2 * MAX_VARINT + Long.BYTES;
  private static final int MAX_CHAIN_BYTES =
      Long.BYTES + MAX_VARINT + 1 + Chain.MAX_SESSIONS * MAX_SESSION_BYTES;

  /** No actor's sessions take more. */
  public static final int MAX_BYTES = 1 + RecentSessions.MAX_CHAINS * MAX_CHAIN_BYTES;

  private RecentSessionsCodec() {}

  /** What {@link #write} takes for these at most, and not much less. */
  public static int maxBytes(RecentSessions recent) {
    int bytes = 1;
    for (Chain chain : recent.chains()) {
      bytes += Long.BYTES + MAX_VARINT + 1 + chain.sessions().size() * MAX_SESSION_BYTES;
    }
    return bytes;
  }

  /** Writes what {@link #read} reads, at most {@link #MAX_BYTES}. */
  public static void write(RecentSessions recent, ByteBuffer bytes) {
    bytes.put((byte) recent.chains().size());
    for (Chain chain : recent.chains()) {
      long start = micros(chain.start());
      bytes.putLong(start);
      putVarint(bytes, micros(chain.last()) - start);
      bytes.put((byte) chain.sessions().size());
      for (Chain.Session session : chain.sessions()) {
        boolean hasCampaign = session.campaign() != CampaignKey.NONE;
        putVarint(bytes, micros(session.first()) - start);
        putVarint(bytes, (long) session.events() << 1 | (hasCampaign ? 1 : 0));
        if (hasCampaign) {
          bytes.putLong(session.campaign());
        }
      }
    }
  }

  /** Reads what {@link #write} wrote. */
  public static RecentSessions read(ByteBuffer bytes) {
    int chainCount = bytes.get();
    List<Chain> chains = new ArrayList<>(chainCount);
    for (int i = 0; i < chainCount; i++) {
      long start = bytes.getLong();
      long last = start + varint(bytes);
      int sessionCount = bytes.get();
      List<Chain.Session> sessions = new ArrayList<>(sessionCount);
      for (int j = 0; j < sessionCount; j++) {
        Instant first = instant(start + varint(bytes));
        long events = varint(bytes);
        long campaign = (events & 1) == 1 ? bytes.getLong() : CampaignKey.NONE;
        sessions.add(new Chain.Session(first, (int) (events >>> 1), campaign));
      }
      chains.add(new Chain(instant(start), instant(last), sessions));
    }
    return new RecentSessions(chains);
  }

  /** Reads the form of version 1: every number in full, no campaigns, chains by their start. */
  public static RecentSessions readVersion1(ByteBuffer bytes) {
    int chainCount = bytes.get();
    List<Chain> chains = new ArrayList<>(chainCount);
    for (int i = 0; i < chainCount; i++) {
      Instant start = instant(bytes.getLong());
      Instant last = instant(bytes.getLong());
      int sessionCount = bytes.get();
      List<Chain.Session> sessions = new ArrayList<>(sessionCount);
      for (int j = 0; j < sessionCount; j++) {
        sessions.add(new Chain.Session(instant(bytes.getLong()), bytes.getInt(), CampaignKey.NONE));
      }
      chains.add(new Chain(start, last, sessions));
    }
    return new RecentSessions(chains);
  }

  /** Seven bits a byte, the lowest first; the eighth says that more follow. */
  private static void putVarint(ByteBuffer bytes, long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes.put((byte) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    bytes.put((byte) rest);
  }

  private static long varint(ByteBuffer bytes) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
