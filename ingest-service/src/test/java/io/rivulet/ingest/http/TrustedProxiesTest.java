package io.rivulet.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TrustedProxiesTest {
  private final TrustedProxies proxies =
      new TrustedProxies(List.of("10.0.0.0/8", "192.168.7.9", "fd00::/10"));

  @Test
  void nobody_is_trusted_unless_named() {
    assertThat(client(new TrustedProxies(List.of()), "10.0.0.1", "203.0.113.7"))
        .isEqualTo("10.0.0.1");
    assertThat(client("11.0.0.1", "203.0.113.7")).isEqualTo("11.0.0.1");
  }

  @Test
  void a_trusted_proxy_names_its_client() {
    assertThat(client("10.0.0.1", "203.0.113.7")).isEqualTo("203.0.113.7");
    assertThat(client("192.168.7.9", "203.0.113.7:4711")).isEqualTo("203.0.113.7");
    assertThat(client("fd01::1", "[2001:db8::7]:443")).isEqualTo("2001:db8:0:0:0:0:0:7");
  }

  @Test
  void of_a_chain_the_last_that_is_no_proxy_counts() {
    assertThat(client("10.0.0.1", "198.51.100.1, 203.0.113.7, 10.9.9.9")).isEqualTo("203.0.113.7");
    assertThat(client("10.0.0.1", "10.1.1.1, 10.9.9.9")).isEqualTo("10.1.1.1");
  }

  @Test
  void rubbish_ends_the_chain() {
    assertThat(client("10.0.0.1", "203.0.113.7, rubbish, 10.9.9.9")).isEqualTo("10.9.9.9");
    assertThat(client("10.0.0.1", "")).isEqualTo("10.0.0.1");
    assertThat(client("10.0.0.1", null)).isEqualTo("10.0.0.1");
  }

  @Test
  void ranges_end_where_their_bits_say() {
    AddressRange range = AddressRange.of("172.16.0.0/12");

    assertThat(range.contains(address("172.31.255.255"))).isTrue();
    assertThat(range.contains(address("172.32.0.0"))).isFalse();
    assertThat(AddressRange.of("0.0.0.0/0").contains(address("9.9.9.9"))).isTrue();
    assertThat(range.contains(address("::1"))).isFalse();
  }

  @Test
  void what_is_no_range_is_refused_by_name() {
    assertThatThrownBy(() -> AddressRange.of("example.org"))
        .hasMessage("'example.org' is no address range such as 10.0.0.0/8");
    assertThatThrownBy(() -> AddressRange.of("10.0.0.0/33"))
        .hasMessage("'10.0.0.0/33' has not 0 to 32 bits");
  }

  private static InetAddress address(String literal) {
    return Objects.requireNonNull(AddressRange.literal(literal));
  }

  private @Nullable String client(String remote, @Nullable String forwardedFor) {
    return client(proxies, remote, forwardedFor);
  }

  private static @Nullable String client(
      TrustedProxies proxies, String remote, @Nullable String forwardedFor) {
    HttpHeaders headers = new DefaultHttpHeaders();
    if (forwardedFor != null) {
      headers.add("X-Forwarded-For", forwardedFor);
    }
    return proxies.clientOf(new InetSocketAddress(remote, 1), headers);
  }
}
