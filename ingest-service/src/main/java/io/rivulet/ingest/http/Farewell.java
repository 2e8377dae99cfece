package io.rivulet.ingest.http;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServerResponse;

/**
 * How a collector that is stopped goes without a lost answer. First nobody finds it any more, so
 * who connects is refused and takes another one. Then each answer is the last of its connection and
 * says so: a connection that is just closed may be closed under the client's next request. When
 * nobody has said anything for {@link #LINGER}, what is left is closed all the same. HTTP/2 has a
 * message for it, GOAWAY, which names the last request that will be answered: clients send every
 * later one elsewhere.
 */
final class Farewell implements SmartLifecycle {
  /** Who sends more often than this is told before the connection ends. */
  private static final Duration LINGER = Duration.ofMillis(500);

  /** Longest wait for answers on their way; less than Spring's patience with a phase, 15 s. */
  private static final Duration LONGEST = Duration.ofSeconds(12);

  private static final Duration LOOK_EVERY = Duration.ofMillis(10);

  /** Those that are open; each leaves by itself. */
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  private final BooleanSupplier hasConnections;
  private final BooleanSupplier hasWork;
  private volatile @Nullable DisposableServer server;
  private volatile boolean isEnding;

  /** When the latest request came or was still in work, by the system's nanosecond clock. */
  private volatile long heardAt;

  Farewell(BooleanSupplier hasConnections, BooleanSupplier hasWork) {
    this.hasConnections = hasConnections;
    this.hasWork = hasWork;
  }

  /** The server listens. */
  void bound(DisposableServer bound) {
    server = bound;
  }

  /** Somebody has connected. */
  void connected(Channel channel) {
    connections.add(channel);
  }

  /** A request has come, over HTTP/1.1. */
  void received(Connection connection) {
    if (isEnding && connection instanceof HttpServerResponse response) {
      heardAt = System.nanoTime();
      response.keepAlive(false);
    }
  }

  @Override
  public void start() {}

  /** Before all else ends: it has the highest phase. */
  @Override
  public void stop() {
    DisposableServer listening = server;
    if (listening == null) {
      return;
    }
    listening.channel().close().syncUninterruptibly();
    long start = System.nanoTime();
    heardAt = start;
    isEnding = true;
    sayGoAway();
    while (hasConnections.getAsBoolean() && isWithin(LONGEST, start) && isWithin(LINGER, heardAt)) {
      if (hasWork.getAsBoolean()) {
        heardAt = System.nanoTime();
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }

  /** Netty says it when it is to close such a connection, and closes it after the last answer. */
  private void sayGoAway() {
    var unused =
        connections.close(channel -> channel.pipeline().get(Http2ConnectionHandler.class) != null);
  }

  private static boolean isWithin(Duration longest, long start) {
    return System.nanoTime() - start < longest.toNanos();
  }

  @Override
  public boolean isRunning() {
    return !isEnding;
  }
}
