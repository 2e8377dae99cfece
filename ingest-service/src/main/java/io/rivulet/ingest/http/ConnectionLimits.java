package io.rivulet.ingest.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds the open connections, in all and of one address, of IPv6 of one network of 64 bits, which
 * is what one subscriber has. What comes on top is closed before a byte is read from it. Trusted
 * proxies stand for many and are bounded by the total alone.
 */
final class ConnectionLimits {
  private static final Logger log = LoggerFactory.getLogger(ConnectionLimits.class);

  private final int total;
  private final int perAddress;
  private final TrustedProxies proxies;
  private final Counter overTotal;
  private final Counter overPerAddress;
  private final AtomicInteger open = new AtomicInteger();

  /** Bytes of an IPv6 address that tell one subscriber from another. */
  private static final int NETWORK_BYTES = 8;

  private final ConcurrentMap<ByteBuffer, Integer> openOf = new ConcurrentHashMap<>();

  ConnectionLimits(int total, int perAddress, TrustedProxies proxies, MeterRegistry registry) {
    this.total = total;
    this.perAddress = perAddress;
    this.proxies = proxies;
    this.overTotal = refused(registry, "total");
    this.overPerAddress = refused(registry, "address");
    Gauge.builder("rivulet.ingest.connections", open, AtomicInteger::get)
        .description("Open connections")
        .register(registry);
  }

  private static Counter refused(MeterRegistry registry, String limit) {
    return Counter.builder("rivulet.ingest.connections.refused")
        .description("Connections closed at once because there were too many")
        .tag("limit", limit)
        .register(registry);
  }

  /** Counts a new connection, or closes it. */
  void accept(Channel channel) {
    if (open.incrementAndGet() > total) {
      open.decrementAndGet();
      refuse(channel, overTotal);
      return;
    }
    channel.closeFuture().addListener(closed -> open.decrementAndGet());
    if (channel.remoteAddress() instanceof InetSocketAddress remote
        && remote.getAddress() != null
        && !proxies.isTrusted(remote.getAddress())) {
      ByteBuffer subscriber = subscriber(remote.getAddress());
      int ofAddress = openOf.merge(subscriber, 1, Integer::sum);
      channel
          .closeFuture()
          .addListener(
              closed -> openOf.computeIfPresent(subscriber, (a, n) -> n == 1 ? null : n - 1));
      if (ofAddress > perAddress) {
        refuse(channel, overPerAddress);
      }
    }
  }

  /** Connections that are open now. */
  int open() {
    return open.get();
  }

  private static ByteBuffer subscriber(InetAddress address) {
    byte[] bytes = address.getAddress(); // 4 of an IPv4 address, 16 of an IPv6 one
    return ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, NETWORK_BYTES));
  }

  private static void refuse(Channel channel, Counter counter) {
    counter.increment();
    log.debug("connection closed, there are too many");
    var unused = channel.close();
  }
}
