package io.rivulet.ingest.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Knows which senders are our own proxies, whose word about whom they speak for is believed. By
 * default there is none.
 */
final class TrustedProxies {
  private static final String FORWARDED_FOR = "X-Forwarded-For";

  private final List<AddressRange> ranges;

  /**
   * @param ranges such as {@code 10.0.0.0/8}, {@code fd00::/8} or a single address
   * @throws IllegalArgumentException naming the one that is none
   */
  TrustedProxies(List<String> ranges) {
    this.ranges = ranges.stream().map(AddressRange::of).toList();
  }

  boolean isTrusted(@Nullable InetAddress address) {
    if (address != null) {
      for (AddressRange range : ranges) {
        if (range.contains(address)) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * The address of the client: of the connection or, where that is a trusted proxy's, the last one
   * in {@code X-Forwarded-For} that is not. Null where none is known.
   */
  @Nullable String clientOf(@Nullable InetSocketAddress remote, HttpHeaders headers) {
    if (remote == null || remote.getAddress() == null) {
      return null;
    }
    String client = remote.getAddress().getHostAddress();
    if (!isTrusted(remote.getAddress())) {
      return client;
    }
    String[] hops = String.join(",", headers.getAll(FORWARDED_FOR)).split(",", -1);
    for (int i = hops.length - 1; i >= 0; i--) {
      InetAddress hop = AddressRange.literal(withoutPort(hops[i].strip()));
      if (hop == null) {
        break;
      }
      client = hop.getHostAddress();
      if (!isTrusted(hop)) {
        break;
      }
    }
    return client;
  }

  // Some proxies append the port: 203.0.113.7:1234 or [2001:db8::7]:1234.
  private static String withoutPort(String hop) {
    if (hop.startsWith("[")) {
      return hop.substring(1, Math.max(1, hop.indexOf(']')));
    }
    int colon = hop.indexOf(':');
    return colon >= 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
  }
}
