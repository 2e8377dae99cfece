package io.rivulet.ingest.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HotActorsTest {
  private static final byte[] UNKNOWN = key("unknown");

  private final AtomicLong now = new AtomicLong();
  private final HotActors hot = new HotActors(now::get);

  @Test
  void an_actor_is_hot_with_the_first_event_above_the_bound() {
    assertThat(send(UNKNOWN, HotActors.BOUND)).isZero();

    assertThat(hot.count(UNKNOWN)).isTrue();
    assertThat(hot.size()).isEqualTo(1);
    assertThat(hot.laneEvents()).isEqualTo(1);
  }

  @Test
  void every_window_begins_at_nothing() {
    for (int window = 0; window < 10; window++) {
      assertThat(send(UNKNOWN, HotActors.BOUND)).isZero();
      now.addAndGet(HotActors.WINDOW.toNanos());
    }
  }

  @Test
  void an_actor_is_hot_until_it_was_quiet_for_an_hour() {
    send(UNKNOWN, HotActors.BOUND + 1);

    now.addAndGet(Duration.ofMinutes(59).toNanos());
    assertThat(hot.count(UNKNOWN)).isTrue();
    now.addAndGet(Duration.ofMinutes(59).toNanos());
    assertThat(hot.count(UNKNOWN)).isTrue();
    now.addAndGet(Duration.ofMinutes(60).toNanos());
    assertThat(hot.count(UNKNOWN)).isFalse();
    assertThat(hot.size()).isZero();
  }

  @Test
  void floods_at_once_are_all_found() {
    // So few that hardly any two share a counter: of hundreds some are found a window later.
    List<byte[]> floods = IntStream.range(0, 20).mapToObj(i -> key("bot-" + i)).toList();

    for (int i = 0; i <= HotActors.BOUND + 50; i++) {
      floods.forEach(hot::count);
    }

    assertThat(hot.size()).isEqualTo(20);
  }

  @Test
  void a_flood_among_a_million_others_is_found() {
    int inLane = 0;
    for (int i = 0; i < 1_000_000; i++) {
      assertThat(hot.count(key("a-" + i))).isFalse();
      if (i % 500 == 0) {
        inLane += send(UNKNOWN, 1);
      }
    }

    assertThat(inLane).isGreaterThan(800); // of 2,000, and about a hundred missed
    assertThat(hot.size()).isEqualTo(1);
  }

  @Test
  void there_are_no_more_hot_actors_than_fit() {
    for (int i = 0; i < HotActors.MOST + 100; i++) {
      send(key("bot-" + i), HotActors.BOUND + 100);
      now.addAndGet(Duration.ofMillis(100).toNanos());
    }

    assertThat(hot.size()).isEqualTo(HotActors.MOST);
    assertThat(hot.count(key("bot-0"))).isTrue();
  }

  @Test
  void events_take_no_memory_whoever_sends_them() {
    List<byte[]> keys = IntStream.range(0, 200_000).mapToObj(i -> key("a-" + i)).toList();
    keys.forEach(hot::count);

    long before = allocated();
    keys.forEach(hot::count);
    long bytes = allocated() - before;

    assertThat(bytes).isLessThan(keys.size()); // of the test itself
  }

  @Test
  void threads_lose_next_to_nothing() {
    CompletableFuture<?>[] threads =
        IntStream.range(0, 4)
            .mapToObj(t -> CompletableFuture.runAsync(() -> send(UNKNOWN, 500)))
            .toArray(CompletableFuture<?>[]::new);

    CompletableFuture.allOf(threads).join();

    assertThat(hot.laneEvents()).isEqualTo(4 * 500 - HotActors.BOUND);
  }

  /** Also where thousands share the counters, whatever the order. */
  @Property(tries = 50)
  void an_actor_at_or_below_the_bound_is_never_hot(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 1, max = HotActors.BOUND) Integer> runs,
      @ForAll @IntRange(min = 1, max = 50_000) int others) {
    AtomicLong clock = new AtomicLong();
    HotActors actors = new HotActors(clock::get);
    int[] left = runs.stream().mapToInt(Integer::intValue).toArray();

    for (int round = 0; round < HotActors.BOUND; round++) {
      for (int a = 0; a < left.length; a++) {
        if (left[a]-- > 0) {
          assertThat(actors.count(key("calm-" + a))).isFalse();
        }
      }
      actors.count(UNKNOWN);
      actors.count(UNKNOWN);
      for (int i = 0; i < 20; i++) {
        assertThat(actors.count(key("other-" + (round * 20 + i) % others)))
            .isIn(others < 20, false);
      }
    }

    assertThat(actors.count(UNKNOWN)).isTrue();
  }

  private int send(byte[] key, int events) {
    int inLane = 0;
    for (int i = 0; i < events; i++) {
      inLane += hot.count(key) ? 1 : 0;
    }
    return inLane;
  }

  private static byte[] key(String instance) {
    return ("demo|i:" + instance).getBytes(UTF_8);
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }
}
