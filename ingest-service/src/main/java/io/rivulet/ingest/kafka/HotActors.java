package io.rivulet.ingest.kafka;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows the actors that send too much. An actor is hot once it sent more than {@link #BOUND} events
 * within a {@link #WINDOW}, and until it sent nothing for {@link #QUIET}.
 *
 * <p>It counts any number of actors in a fixed number of counters. Of each window, each counter
 * belongs to one actor at a time; another actor's event that falls on it counts it down, and takes
 * it over at nothing. So a counter never shows more than its actor sent in the window, and whoever
 * stays at or below the bound is never taken for hot; and it falls short by no more than what the
 * others sent that share the counter, a few dozen events at 100,000 a second. There are two rows of
 * counters, so that two hot actors that share one in the first have their own in the second.
 *
 * <p>Safe for threads; an event costs two compare-and-sets at most and no allocation.
 */
public final class HotActors {
  /** Events within a window above which an actor is hot: 100 a second. */
  public static final int BOUND = 1_000;

  /** Time over which events are counted, one beginning where the other ends. */
  public static final Duration WINDOW = Duration.ofSeconds(10);

  /**
   * After so long without an event an actor is like any other. By then its session is over, unless
   * its project has a longer gap, and what it left in the lane is read, unless the stream stands.
   */
  public static final Duration QUIET = Duration.ofHours(1);

  /** Most actors that are hot at one time; the next ones stay where they are. */
  public static final int MOST = 1_024;

  private static final int ROW = 1 << 14;
  private static final int TABLE = 4 * MOST;

  // A counter: to whom it belongs (28 bits of its hash), in which window (22 bits), how much (14).
  private static final int COUNT_BITS = 14;
  private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
  private static final int WINDOW_BITS = 22;
  private static final long WINDOW_MASK = (1L << WINDOW_BITS) - 1;
  private static final int OWNER_SHIFT = COUNT_BITS + WINDOW_BITS;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final LongSupplier nanoTime;
  private final long origin;
  // Of this process alone: nobody outside can choose ids that share counters.
  private final long seed = ThreadLocalRandom.current().nextLong();
  private final AtomicLongArray counters = new AtomicLongArray(2 * ROW);
  private final LongAdder laneEvents = new LongAdder();
  private volatile Table hot = new Table(List.of());
  private volatile long nextSweep;

  /**
   * @param nanoTime a clock that never goes back
   */
  public HotActors(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.origin = nanoTime.getAsLong();
    this.nextSweep = WINDOW.toNanos();
  }

  /**
   * Counts an event that has just come, also one that goes to the spool, and says whether its actor
   * is hot. What counts is how fast an actor sends, not how fast the spool is drained.
   *
   * @param key of the event's record
   */
  boolean count(byte[] key) {
    long now = nanoTime.getAsLong() - origin;
    if (now >= nextSweep) {
      sweep(now);
    }
    long hash = hash(key);
    Table table = hot;
    Actor actor = table.find(hash);
    if (actor == null && table.actors.size() < MOST && isOverBound(hash, now)) {
      actor = heat(hash, now);
    }
    if (actor == null) {
      return false;
    }
    actor.lastSeen = now;
    laneEvents.increment();
    return true;
  }

  /** Whether the actor of such a record is hot. */
  boolean isHot(byte[] key) {
    return hot.find(hash(key)) != null;
  }

  /** Actors that are hot now. */
  public int size() {
    return hot.actors.size();
  }

  /** Events of hot actors so far. */
  public long laneEvents() {
    return laneEvents.sum();
  }

  private boolean isOverBound(long hash, long now) {
    long window = (now / WINDOW.toNanos()) & WINDOW_MASK;
    int first = add((int) (hash & (ROW - 1)), hash >>> (Long.SIZE - 28), window);
    int second = add(ROW + (int) ((hash >>> 14) & (ROW - 1)), hash >>> (Long.SIZE - 28), window);
    return Math.max(first, second) > BOUND;
  }

  /** Counts an event on a counter; the count of its actor there, 0 where it is another's. */
  private int add(int counter, long owner, long window) {
    while (true) {
      long now = counters.get(counter);
      long count = now & COUNT_MASK;
      boolean isOld = ((now >>> COUNT_BITS) & WINDOW_MASK) != window;
      boolean isOwn = !isOld && (now >>> OWNER_SHIFT) == owner;
      long next;
      if (isOwn) {
        // No further than just over the bound: a full set of hot actors must not overflow it.
        next = count > BOUND ? now : now + 1;
      } else if (isOld || count == 0) {
        next = owner << OWNER_SHIFT | window << COUNT_BITS | 1;
      } else {
        next = now - 1;
      }
      if (next == now || counters.compareAndSet(counter, now, next)) {
        return isOwn || isOld || count == 0 ? (int) (next & COUNT_MASK) : 0;
      }
    }
  }

  private synchronized @Nullable Actor heat(long hash, long now) {
    Actor present = hot.find(hash);
    if (present != null || hot.actors.size() >= MOST) {
      return present;
    }
    Actor added = new Actor(hash, now);
    List<Actor> actors = new ArrayList<>(hot.actors);
    actors.add(added);
    hot = new Table(actors);
    return added;
  }

  /** Lets go of those that were quiet for long enough. */
  private synchronized void sweep(long now) {
    if (now < nextSweep) {
      return;
    }
    nextSweep = now + WINDOW.toNanos();
    List<Actor> left = hot.actors.stream().filter(a -> now - a.lastSeen < QUIET.toNanos()).toList();
    if (left.size() < hot.actors.size()) {
      hot = new Table(left);
    }
  }

  private long hash(byte[] key) {
    long hash = seed ^ key.length;
    int at = 0;
    for (; at + Long.BYTES <= key.length; at += Long.BYTES) {
      hash = mix(hash ^ (long) LONGS.get(key, at));
    }
    long tail = 0;
    for (; at < key.length; at++) {
      tail = tail << Byte.SIZE | (key[at] & 0xff);
    }
    return mix(mix(hash ^ tail));
  }

  private static long mix(long bits) {
    long mixed = bits * MIX;
    mixed ^= mixed >>> 29;
    mixed *= 0xBF58476D1CE4E5B9L;
    return mixed ^ mixed >>> 32;
  }

  /** One that is hot. Lives on when the table is written anew. */
  private static final class Actor {
    private final long hash;
    private volatile long lastSeen;

    Actor(long hash, long now) {
      this.hash = hash;
      this.lastSeen = now;
    }
  }

  /** Those that are hot, found by hash; never changed. */
  private static final class Table {
    private final List<Actor> actors;
    private final @Nullable Actor[] slots;

    Table(List<Actor> actors) {
      this.actors = actors;
      this.slots = new Actor[actors.isEmpty() ? 1 : TABLE];
      for (Actor actor : actors) {
        int slot = slot(actor.hash);
        while (slots[slot] != null) {
          slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = actor;
      }
    }

    private int slot(long hash) {
      return (int) (hash >>> 28) & slots.length - 1;
    }

    @Nullable Actor find(long hash) {
      int slot = slot(hash);
      Actor actor = slots[slot];
      while (actor != null && actor.hash != hash) {
        slot = slot + 1 & slots.length - 1;
        actor = slots[slot];
      }
      return actor;
    }
  }
}
