package io.rivulet.ingest.http;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** IP addresses that begin with the same bits. */
final class AddressRange {
  private final byte[] first;
  private final int bits;

  private AddressRange(byte[] first, int bits) {
    this.first = first;
    this.bits = bits;
  }

  /**
   * Reads {@code address/bits} or a single address.
   *
   * @throws IllegalArgumentException when it is neither
   */
  static AddressRange of(String text) {
    int slash = text.indexOf('/');
    InetAddress address = literal((slash < 0 ? text : text.substring(0, slash)).strip());
    if (address == null) {
      throw new IllegalArgumentException("'" + text + "' is no address range such as 10.0.0.0/8");
    }
    int most = address.getAddress().length * Byte.SIZE;
    int bits = slash < 0 ? most : bits(text, text.substring(slash + 1).strip(), most);
    return new AddressRange(address.getAddress(), bits);
  }

  private static int bits(String text, String bits, int most) {
    if (bits.matches("\\d{1,3}") && Integer.parseInt(bits) <= most) {
      return Integer.parseInt(bits);
    }
    throw new IllegalArgumentException("'" + text + "' has not 0 to " + most + " bits");
  }

  /** The address that a text is; null when it is none. Nothing is asked for names. */
  static @Nullable InetAddress literal(String text) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
    try {
      return bytes == null ? null : InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  boolean contains(InetAddress address) {
    byte[] other = address.getAddress();
    if (other.length != first.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit += Byte.SIZE) {
      int mask = bits - bit >= Byte.SIZE ? 0xff : 0xff << (Byte.SIZE - (bits - bit));
      if (((other[bit / Byte.SIZE] ^ first[bit / Byte.SIZE]) & mask & 0xff) != 0) {
        return false;
      }
    }
    return true;
  }
}
