package io.rivulet.sessionizer.archive;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.rivulet.event.LakeObject.Area;
import io.rivulet.sessionizer.archive.ObjectStore.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compresses and uploads spools, knows whether the store can be reached, and counts. */
final class Uploads implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
  private static final int THREADS = 2;
  private static final Duration CHECK_EVERY = Duration.ofSeconds(10);

  /** Counters of one area of the lake. */
  private record Counters(Counter lines, Counter objects, Counter bytes) {}

  private final ObjectStore store;
  private final ExecutorService threads;
  private final Map<Area, Counters> counters = new EnumMap<>(Area.class);
  private final Timer timer;
  private boolean away;
  private volatile boolean reachable;
  private long checkedAt;
  private @Nullable Future<?> check;

  Uploads(ObjectStore store, MeterRegistry metrics) {
    this.store = store;
    AtomicInteger number = new AtomicInteger();
    ThreadFactory factory =
        runnable -> {
          Thread thread = new Thread(runnable, "archive-upload-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    this.threads = Executors.newFixedThreadPool(THREADS, factory);
    for (Area area : Area.values()) {
      counters.put(
          area,
          new Counters(
              counter(metrics, "lines", "Lines uploaded", area),
              counter(metrics, "objects", "Objects uploaded", area),
              counter(metrics, "bytes", "Compressed bytes uploaded", area)));
    }
    this.timer =
        Timer.builder("rivulet.archive.upload")
            .description("Time to compress and upload one object")
            .publishPercentiles(0.5, 0.99)
            .register(metrics);
  }

  private static Counter counter(MeterRegistry metrics, String what, String text, Area area) {
    return Counter.builder("rivulet.archive." + what)
        .description(text + ", those written again after a crash too")
        .tag("area", area.prefix())
        .register(metrics);
  }

  /** Whether the store answered last. */
  boolean reachable() {
    return reachable;
  }

  /** Sees to the bucket; false, logged once an outage, when the store cannot be reached. */
  boolean prepare() {
    try {
      store.prepare();
      succeeded();
      return true;
    } catch (UnavailableException e) {
      failed(e);
      return false;
    }
  }

  /** Looks after the store from time to time, so that an idle service too knows of an outage. */
  void checkNowAndThen() {
    boolean idle = check == null || check.isDone();
    if (idle && System.nanoTime() - checkedAt > CHECK_EVERY.toNanos()) {
      checkedAt = System.nanoTime();
      check = threads.submit(this::prepare);
    }
  }

  /**
   * Uploads those files of a spool that are not yet. Nothing may be appended meanwhile.
   *
   * @return whether all of them are; false: the store could not be reached, try again later. The
   *     future fails when the spool itself cannot be read
   */
  Future<Boolean> start(Spool spool) {
    return threads.submit(() -> upload(spool));
  }

  private boolean upload(Spool spool) throws IOException {
    for (Spool.SpoolFile file : spool.files()) {
      if (file.uploaded()) {
        continue;
      }
      try {
        upload(file);
      } catch (UnavailableException e) {
        failed(e);
        return false;
      }
      succeeded();
    }
    return true;
  }

  private void upload(Spool.SpoolFile file) throws IOException, UnavailableException {
    Timer.Sample sample = Timer.start();
    Path compressed = file.compressed();
    long size = Files.size(compressed);
    store.put(file.object().key(), compressed, file.lines());
    file.markUploaded();
    Files.deleteIfExists(compressed);
    sample.stop(timer);
    Counters counted = Objects.requireNonNull(counters.get(file.object().area()));
    counted.lines().increment((double) file.lines());
    counted.objects().increment();
    counted.bytes().increment((double) size);
    LOG.debug("uploaded {}: {} lines, {} bytes", file.object().key(), file.lines(), size);
  }

  private synchronized void failed(UnavailableException e) {
    reachable = false;
    if (!away) {
      away = true;
      LOG.warn("the lake is away, everything waits in Kafka and is retried: {}", e.getMessage());
    }
  }

  private synchronized void succeeded() {
    reachable = true;
    if (away) {
      away = false;
      LOG.info("the lake is back");
    }
  }

  /** Ends the threads; what is under way may be cut off. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
