package io.rivulet.sessionizer.archive;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.rivulet.event.LakeObject.Area;
import io.rivulet.sessionizer.archive.ObjectStore.Failure;
import io.rivulet.sessionizer.archive.ObjectStore.UnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compresses and uploads spools, looks after the store, and counts. */
final class Uploads implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
  private static final int THREADS = 2;
  private static final Duration CHECK_EVERY = Duration.ofSeconds(10);

  /** What became of a spool. */
  enum Outcome {
    /** All of it is in the lake. */
    UPLOADED,
    /** The store could not be reached, or refused: what is left is tried again later. */
    AWAY,
    /** An object is there with other lines. */
    CONFLICT
  }

  /** Counters of one area of the lake. */
  private record Counters(Counter lines, Counter objects, Counter bytes, Counter lineBytes) {}

  private final ObjectStore store;
  private final StoreState state;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, named("upload"));

  /** Apart, so that uploads that hang do not keep an outage secret. */
  private final ExecutorService checks = Executors.newSingleThreadExecutor(named("check"));

  private final Map<Area, Counters> counters = new EnumMap<>(Area.class);
  private final Counter retries;
  private final Timer timer;
  private long checkedAt;
  private @Nullable Future<?> check;

  Uploads(ObjectStore store, MeterRegistry metrics) {
    this.store = store;
    this.state = new StoreState(metrics);
    for (Area area : Area.values()) {
      counters.put(
          area,
          new Counters(
              counter(metrics, "lines", "Lines uploaded", area),
              counter(metrics, "objects", "Objects uploaded", area),
              counter(metrics, "bytes", "Compressed bytes uploaded", area),
              counter(metrics, "line.bytes", "Bytes uploaded, before compression", area)));
    }
    this.retries =
        Counter.builder("rivulet.archive.retries")
            .description("Uploads of objects that were tried before")
            .register(metrics);
    this.timer =
        Timer.builder("rivulet.archive.upload")
            .description("Time to compress and upload one object")
            .serviceLevelObjectives(
                Duration.ofMillis(50),
                Duration.ofMillis(100),
                Duration.ofMillis(250),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                Duration.ofSeconds(60))
            .register(metrics);
  }

  private static ThreadFactory named(String work) {
    AtomicInteger number = new AtomicInteger();
    return runnable -> {
      Thread thread = new Thread(runnable, "archive-" + work + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  private static Counter counter(MeterRegistry metrics, String what, String text, Area area) {
    return Counter.builder("rivulet.archive." + what)
        .description(text + ", those written again after a crash too")
        .tag("area", area.prefix())
        .register(metrics);
  }

  /** What was wrong with the store last, in one sentence; null when it can be used. */
  @Nullable String problem() {
    return state.problem();
  }

  /** Sees to the bucket; false when the store cannot be reached. */
  boolean prepare() {
    try {
      store.prepare();
      state.checked();
      return true;
    } catch (UnavailableException e) {
      state.checkFailed(e);
      return false;
    }
  }

  /** Looks after the store from time to time, so that an idle service too knows of an outage. */
  void checkNowAndThen() {
    boolean idle = check == null || check.isDone();
    if (idle && System.nanoTime() - checkedAt > CHECK_EVERY.toNanos()) {
      checkedAt = System.nanoTime();
      check = checks.submit(this::prepare);
    }
  }

  /**
   * Uploads those files of a spool that are not yet. Nothing may be appended meanwhile.
   *
   * @return how that ended. The future fails when the spool itself cannot be read or compressed
   */
  CompletableFuture<Outcome> start(Spool spool) {
    return CompletableFuture.supplyAsync(() -> upload(spool), threads);
  }

  private Outcome upload(Spool spool) {
    try {
      for (Spool.SpoolFile file : spool.files()) {
        Outcome outcome =
            spool.isAbandoned() ? Outcome.AWAY : file.uploaded() ? Outcome.UPLOADED : upload(file);
        if (outcome != Outcome.UPLOADED) {
          return outcome;
        }
      }
      return Outcome.UPLOADED;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Outcome upload(Spool.SpoolFile file) throws IOException {
    Timer.Sample sample = Timer.start();
    if (file.isCompressed()) {
      retries.increment();
    }
    Path compressed = file.compressed();
    long size = Files.size(compressed);
    String key = file.object().key();
    try {
      store.put(key, compressed, file.lines());
    } catch (UnavailableException e) {
      state.writeFailed(key, e);
      return e.failure() == Failure.CONFLICT ? Outcome.CONFLICT : Outcome.AWAY;
    }
    state.written(key);
    file.markUploaded();
    sample.stop(timer);
    Counters counted = Objects.requireNonNull(counters.get(file.object().area()));
    counted.lines().increment((double) file.lines());
    counted.objects().increment();
    counted.bytes().increment((double) size);
    counted.lineBytes().increment((double) file.lineBytes());
    LOG.debug("uploaded {}: {} lines, {} bytes", key, file.lines(), size);
    return Outcome.UPLOADED;
  }

  /** Ends the threads; what is under way may be cut off. */
  @Override
  public void close() {
    checks.shutdownNow();
    threads.shutdownNow();
  }
}
