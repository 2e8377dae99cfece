package io.rivulet.ingest.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BaseSubscriber;

/**
 * Collects a body from the chunks in which it arrives, on the connection's event loop. No thread
 * waits for it: a deadline does. Memory is taken as bytes come, not as they are announced. Of a
 * body over the limit the rest is read and dropped, up to a bound, so that the client gets its
 * answer and no reset.
 */
final class BodyCollector extends BaseSubscriber<ByteBuf> {
  /** As much of a body over the limit is read and dropped before it is answered. */
  static final int SWALLOWED_BYTES = 32 << 20;

  private static final int FIRST_BYTES = 4 << 10;

  private final int limit;
  private final WorkBound.Place place;
  private final CompletableFuture<Arrival> arrival = new CompletableFuture<>();
  private byte[] bytes = new byte[0];
  private int length;
  private long swallowed;
  private @Nullable ScheduledFuture<?> deadline;

  /**
   * @param limit bytes that are kept at most
   * @param place where the room for them is taken
   */
  BodyCollector(int limit, WorkBound.Place place) {
    this.limit = limit;
    this.place = place;
  }

  /** Comes on the event loop. */
  CompletableFuture<Arrival> arrival() {
    return arrival;
  }

  /** Bounds the time that the body may take, where it is not there yet. */
  void expectWithin(Duration left, EventLoop loop) {
    if (!arrival.isDone()) {
      deadline =
          loop.schedule(() -> end(Arrival.Failed.LATE), left.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  @Override
  protected void hookOnNext(ByteBuf chunk) {
    if (arrival.isDone()) {
      return;
    }
    int more = Math.min(chunk.readableBytes(), limit - length);
    if (!hasRoom(length + more)) {
      end(Arrival.Failed.NO_ROOM);
      return;
    }
    chunk.readBytes(bytes, length, more);
    length += more;
    swallowed += chunk.readableBytes();
    if (swallowed > SWALLOWED_BYTES) {
      end(new Arrival.Whole(bytes));
    }
  }

  private boolean hasRoom(int needed) {
    if (needed <= bytes.length) {
      return true;
    }
    // The first chunk is the whole body most of the time.
    int capacity =
        bytes.length == 0
            ? needed
            : Math.min(limit, Math.max(needed, Math.max(FIRST_BYTES, 2 * bytes.length)));
    if (!place.tryTake(capacity - bytes.length)) {
      return false;
    }
    bytes = Arrays.copyOf(bytes, capacity);
    return true;
  }

  @Override
  protected void hookOnComplete() {
    end(new Arrival.Whole(length == bytes.length ? bytes : Arrays.copyOf(bytes, length)));
  }

  @Override
  protected void hookOnError(Throwable failure) {
    end(Arrival.Failed.BROKEN);
  }

  private void end(Arrival how) {
    if (deadline != null) {
      deadline.cancel(false);
    }
    bytes = new byte[0];
    arrival.complete(how);
  }
}
