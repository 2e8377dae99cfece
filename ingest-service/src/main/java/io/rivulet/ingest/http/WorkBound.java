package io.rivulet.ingest.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory of the requests in work: those whose bodies arrive, are decoded or wait for the
 * store. Nobody waits for room; a request that finds none is answered at once.
 */
final class WorkBound {
  /** Bytes that the smallest request counts for: what its objects take beside its body. */
  static final int LEAST = 4 << 10;

  private final long bytes;
  private final AtomicLong taken = new AtomicLong();

  /**
   * @param bytes of all requests in work
   */
  WorkBound(long bytes) {
    this.bytes = bytes;
  }

  /** Bytes in work now. */
  long taken() {
    return taken.get();
  }

  /** A place for one request, empty at first. */
  Place place() {
    return new Place();
  }

  /** What one request has taken. Of one thread at a time. */
  final class Place {
    private long held;

    /**
     * Takes so many bytes more if there is room. A request alone in work finds room for whatever it
     * needs: a large one must not be put off for ever.
     */
    boolean tryTake(long more) {
      while (true) {
        long now = taken.get();
        if (now + more > bytes && now > held) {
          return false;
        }
        if (taken.compareAndSet(now, now + more)) {
          held += more;
          return true;
        }
      }
    }

    /** Takes what is needed for work that is done already, above the bound where it must be. */
    void take(long more) {
      taken.addAndGet(more);
      held += more;
    }

    /** Gives all back; may be called again. */
    void leave() {
      taken.addAndGet(-held);
      held = 0;
    }
  }
}
