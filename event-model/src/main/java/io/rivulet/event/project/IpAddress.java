package io.rivulet.event.project;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads addresses of senders. */
public final class IpAddress {
  // Literals only: a name would be looked up in the DNS.
  private static final Pattern V4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
  private static final Pattern V6 = Pattern.compile("(?=[^:]*:)[0-9a-fA-F:][0-9a-fA-F:.]*");

  private IpAddress() {}

  /** The address that the text is; null for any other text. No name is looked up. */
  public static @Nullable InetAddress parsed(String text) {
    String stripped = text.strip();
    int zone = stripped.indexOf('%');
    String literal = zone < 0 ? stripped : stripped.substring(0, zone);
    if (!V4.matcher(literal).matches() && !V6.matcher(literal).matches()) {
      return null;
    }
    try {
      return InetAddress.getByName(literal); // of ::ffff:192.0.2.77 an Inet4Address
    } catch (UnknownHostException e) {
      return null;
    }
  }

  /**
   * IPv4 without its last 8 bits, IPv6 without its last 80: {@code 192.0.2.77} is {@code
   * 192.0.2.0}, {@code 2001:db8:1:2::3} is {@code 2001:db8:1::}, and each of those is itself. Null
   * for what is no address.
   */
  static @Nullable String truncated(String text) {
    InetAddress address = parsed(text);
    if (address == null) {
      return null;
    }
    byte[] bytes = address.getAddress();
    if (address instanceof Inet4Address) {
      return (bytes[0] & 0xff) + "." + (bytes[1] & 0xff) + "." + (bytes[2] & 0xff) + ".0";
    }
    int first = group(bytes, 0);
    int second = group(bytes, 2);
    int third = group(bytes, 4);
    return first == 0 && second == 0 && third == 0
        ? "::"
        : Integer.toHexString(first)
            + ":"
            + Integer.toHexString(second)
            + ":"
            + Integer.toHexString(third)
            + "::";
  }

  private static int group(byte[] bytes, int offset) {
    return (bytes[offset] & 0xff) << 8 | (bytes[offset + 1] & 0xff);
  }
}
