package io.rivulet.benchmarks.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.rivulet.benchmarks.load.LoadResult.Latency;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One run: connects, sends, and ends when every request is answered. All of its state belongs to
 * one event loop, so nothing is locked.
 *
 * <p>At a constant rate, request n is due at start + n / rate. When no connection is free then, it
 * waits, and its latency counts from when it was due: a server that stands still for a second shows
 * as a thousand slow requests and not as one.
 */
final class LoadRun {
  private static final Duration LONGEST_DRAIN = Duration.ofSeconds(20);

  /** A server that refuses must not be asked again at once by all connections. */
  private static final Duration PAUSE_AFTER_REFUSAL = Duration.ofMillis(50);

  /** The rate is kept in steps as fine as a thread can be woken without spinning. */
  private static final long SHORTEST_PARK_NANOS = 100_000;

  private final EventLoop loop;
  private final LoadOrder order;
  private final Packets packets;
  private final CompletableFuture<LoadResult> result = new CompletableFuture<>();

  private final ChannelGroup channels;
  private final ArrayDeque<Connection> free = new ArrayDeque<>();
  private final Histogram latencies = new Histogram(TimeUnit.MINUTES.toNanos(2), 3);
  private final Map<Integer, Long> otherAnswers = new TreeMap<>();
  private long startNanos;
  private long measureFromNanos;
  private long measureToNanos;
  private long dueRequests;
  private long sentRequests;
  private int underWay;
  private long measuredEvents;
  private long acknowledgedEvents;
  private long lostRequests;
  private long reconnects;
  private boolean isOver;
  private @Nullable Future<?> drainEnd;

  LoadRun(EventLoop loop, LoadOrder order, Packets packets) {
    this.loop = loop;
    this.order = order;
    this.packets = packets;
    this.channels = new DefaultChannelGroup(loop);
  }

  /**
   * Runs to the end.
   *
   * @throws IllegalStateException when the server takes no connections
   */
  LoadResult run() throws InterruptedException {
    for (int i = 0; i < order.connections(); i++) {
      Channel channel =
          bootstrap().connect(InetAddress.getLoopbackAddress(), order.port()).sync().channel();
      loop.submit(() -> free.add(connectionOf(channel))).sync();
    }
    loop.submit(this::start).sync();
    if (order.hasRate()) {
      keepRate();
    }
    return result.join();
  }

  private Bootstrap bootstrap() {
    return new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
        .handler(
            new ChannelInitializer<NioSocketChannel>() {
              @Override
              protected void initChannel(NioSocketChannel channel) {
                channels.add(channel);
                channel.pipeline().addLast(new HttpResponseDecoder(), new Connection(channel));
              }
            });
  }

  private static Connection connectionOf(Channel channel) {
    return channel.pipeline().get(Connection.class);
  }

  private void start() {
    startNanos = System.nanoTime();
    measureFromNanos = startNanos + order.warmUp().toNanos();
    measureToNanos = measureFromNanos + order.measured().toNanos();
    long millis = order.warmUp().plus(order.measured()).toMillis();
    var unused = loop.schedule(this::finishWhenAnswered, millis, TimeUnit.MILLISECONDS);
    drainEnd =
        loop.schedule(this::finish, millis + LONGEST_DRAIN.toMillis(), TimeUnit.MILLISECONDS);
    if (!order.hasRate()) {
      while (!free.isEmpty()) {
        free.remove().send(System.nanoTime());
      }
    }
  }

  /** In the caller's thread: tells the event loop how many requests are due by now. */
  private void keepRate() {
    double nanosPerRequest = 1e9 / order.requestsPerSecond();
    long told = 0;
    long now = System.nanoTime();
    while (now < measureToNanos) {
      long due = 1 + (long) ((now - startNanos) / nanosPerRequest);
      if (due > told) {
        told = due;
        loop.execute(() -> sendDue(due));
      }
      long nextDueNanos = startNanos + (long) (due * nanosPerRequest);
      LockSupport.parkNanos(Math.max(SHORTEST_PARK_NANOS, nextDueNanos - System.nanoTime()));
      now = System.nanoTime();
    }
  }

  private void sendDue(long due) {
    dueRequests = due;
    while (sentRequests < dueRequests && !free.isEmpty()) {
      free.remove().send(dueNanos(sentRequests));
    }
  }

  private long dueNanos(long request) {
    return startNanos + (long) (request * 1e9 / order.requestsPerSecond());
  }

  private void answered(Connection connection, int status, long dueNanos) {
    long now = System.nanoTime();
    underWay--;
    if (status == 200) {
      acknowledgedEvents += order.batchSize();
      // A rate is measured by what was due in that time, throughput by what was answered in it.
      long counted = order.hasRate() ? dueNanos : now;
      if (counted >= measureFromNanos && counted < measureToNanos) {
        measuredEvents += order.batchSize();
        latencies.recordValue(Math.min(now - dueNanos, latencies.getHighestTrackableValue()));
      }
    } else {
      otherAnswers.merge(status, 1L, Long::sum);
    }
    if (isOver) {
      if (order.hasRate() && connection.isOpen()) {
        free.add(connection); // for those that wait
      }
      finishWhenAnswered();
    } else if (status != 200 && !order.hasRate()) {
      var unused =
          loop.schedule(
              () -> next(connection), PAUSE_AFTER_REFUSAL.toMillis(), TimeUnit.MILLISECONDS);
    } else {
      next(connection);
    }
  }

  private void next(Connection connection) {
    if (!connection.isOpen()) {
      reconnects++;
      reconnect();
    } else if (order.hasRate()) {
      free.add(connection);
      sendDue(dueRequests);
    } else if (System.nanoTime() < measureToNanos) {
      connection.send(System.nanoTime());
    }
  }

  private void reconnect() {
    var unused =
        bootstrap()
            .connect(InetAddress.getLoopbackAddress(), order.port())
            .addListener(
                (ChannelFuture connected) -> {
                  if (connected.isSuccess()) {
                    next(connectionOf(connected.channel()));
                  } else {
                    lostRequests++;
                  }
                });
  }

  private void finishWhenAnswered() {
    isOver = true;
    if (order.hasRate()) {
      sendDue(dueRequests); // those that wait are late, but due
    }
    if (underWay == 0) {
      finish();
    }
  }

  private void finish() {
    if (drainEnd != null) {
      drainEnd.cancel(false);
    }
    var unused = channels.close();
    long unsent = order.hasRate() ? dueRequests - sentRequests : 0;
    double seconds = order.measured().toNanos() / 1e9;
    result.complete(
        new LoadResult(
            measuredEvents / seconds,
            acknowledgedEvents,
            otherAnswers,
            lostRequests + underWay + unsent,
            reconnects,
            packets.bytesPerEvent(),
            new Latency(millis(50), millis(99), millis(99.9), latencies.getMaxValue() / 1e6)));
  }

  private double millis(double percentile) {
    return latencies.getValueAtPercentile(percentile) / 1e6;
  }

  /** One connection with at most one request under way. */
  private final class Connection extends SimpleChannelInboundHandler<HttpObject> {
    private final Channel channel;
    private long dueNanos;
    private int status;
    private boolean waits;
    private boolean isKept = true;

    Connection(Channel channel) {
      this.channel = channel;
    }

    boolean isOpen() {
      return isKept && channel.isActive();
    }

    void send(long requestDueNanos) {
      dueNanos = requestDueNanos;
      waits = true;
      underWay++;
      sentRequests++;
      var unused = channel.writeAndFlush(packets.next(), channel.voidPromise());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
      if (part instanceof HttpResponse response) {
        status = response.status().code();
        isKept = HttpUtil.isKeepAlive(response);
      }
      if (part instanceof LastHttpContent && waits) {
        waits = false;
        if (!isKept) {
          var unused = context.close();
        }
        answered(this, status, dueNanos);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (waits) {
        waits = false;
        underWay--;
        lostRequests++;
        if (isOver) {
          finishWhenAnswered();
        } else {
          reconnect();
        }
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var unused = context.close(); // counted as lost when it becomes inactive
    }
  }
}
