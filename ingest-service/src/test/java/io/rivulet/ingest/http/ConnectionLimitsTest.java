package io.rivulet.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ConnectionLimits limits =
      new ConnectionLimits(5, 2, new TrustedProxies(List.of("10.0.0.0/8")), registry);

  @Test
  void an_ipv4_address_has_its_share_for_itself() {
    assertThat(isTaken("192.0.2.1")).isTrue();
    assertThat(isTaken("192.0.2.1")).isTrue();
    assertThat(isTaken("192.0.2.1")).isFalse();
    assertThat(isTaken("192.0.2.2")).isTrue();
    assertThat(refused("address")).isEqualTo(1);
  }

  @Test
  void the_ipv6_addresses_of_one_network_of_64_bits_share_theirs() {
    assertThat(isTaken("2001:db8:0:1::1")).isTrue();
    assertThat(isTaken("2001:db8:0:1:ffff::2")).isTrue();
    assertThat(isTaken("2001:db8:0:1::3")).isFalse();
    assertThat(isTaken("2001:db8:0:2::1")).isTrue();
    assertThat(refused("address")).isEqualTo(1);
  }

  @Test
  void a_closed_connection_makes_room_for_the_next() {
    Connection first = new Connection("2001:db8::1");
    limits.accept(first);
    assertThat(isTaken("2001:db8::2")).isTrue();
    var unused = first.close();

    assertThat(isTaken("2001:db8::3")).isTrue();
  }

  @Test
  void a_trusted_proxy_is_bounded_by_the_total_alone() {
    for (int i = 0; i < 5; i++) {
      assertThat(isTaken("10.1.2.3")).isTrue();
    }
    assertThat(isTaken("10.1.2.3")).isFalse();
    assertThat(refused("total")).isEqualTo(1);
  }

  private boolean isTaken(String address) {
    Connection connection = new Connection(address);
    limits.accept(connection);
    return connection.isOpen();
  }

  private double refused(String limit) {
    return registry.get("rivulet.ingest.connections.refused").tag("limit", limit).counter().count();
  }

  /** A connection from that address. */
  private static final class Connection extends EmbeddedChannel {
    private final SocketAddress remote;

    Connection(String address) {
      this.remote = new InetSocketAddress(address, 40_000);
    }

    @Override
    public SocketAddress remoteAddress() {
      return remote;
    }
  }
}
