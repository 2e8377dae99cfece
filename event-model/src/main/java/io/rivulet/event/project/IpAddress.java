package io.rivulet.event.project;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads addresses of senders. */
public final class IpAddress {
  // Literals only: a name would be looked up in the DNS.
  private static final Pattern V6 = Pattern.compile("(?=[^:]*:)[0-9a-fA-F:][0-9a-fA-F:.]*");

  private IpAddress() {}

  /** The address that the text is; null for any other text. No name is looked up. */
  public static @Nullable InetAddress parsed(String text) {
    String stripped = text.strip();
    int zone = stripped.indexOf('%');
    String literal = zone < 0 ? stripped : stripped.substring(0, zone);
    if (!isV4(literal) && !V6.matcher(literal).matches()) {
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

  /** Four numbers up to 255 with points between, without leading zeros. */
  private static boolean isV4(String literal) {
    int points = 0;
    int number = -1; // before its first digit
    for (int i = 0; i < literal.length(); i++) {
      char c = literal.charAt(i);
      if (c == '.' && number >= 0) {
        points++;
        number = -1;
      } else if (c >= '0' && c <= '9' && number != 0) {
        number = 10 * Math.max(0, number) + c - '0';
        if (number > 255) {
          return false;
        }
      } else {
        return false;
      }
    }
    return points == 3 && number >= 0;
  }

  private static int group(byte[] bytes, int offset) {
    return (bytes[offset] & 0xff) << 8 | (bytes[offset + 1] & 0xff);
  }
}
