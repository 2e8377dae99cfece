package io.rivulet.ingest.clean;

import io.rivulet.event.project.Project.IpPolicy;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Applies a project's policy to the addresses of senders. */
public final class IpAddress {
  // A literal only: a name would be looked up in the DNS.
  private static final Pattern V6 = Pattern.compile("(?=[^:]*:)[0-9a-fA-F:][0-9a-fA-F:.]*");

  private IpAddress() {}

  /**
   * What the policy keeps: {@code 192.0.2.77} truncated is {@code 192.0.2.0}, {@code
   * 2001:db8:1:2::3} is {@code 2001:db8:1::}. Null where nothing is kept; a text that is no address
   * is only kept by {@link IpPolicy#FULL}.
   */
  public static @Nullable String keep(IpPolicy policy, @Nullable String address) {
    if (address == null || address.isBlank() || policy == IpPolicy.NONE) {
      return null;
    }
    return policy == IpPolicy.FULL ? CleanText.clean(address) : truncate(address.strip());
  }

  private static @Nullable String truncate(String address) {
    int zone = address.indexOf('%');
    String literal = zone < 0 ? address : address.substring(0, zone);
    if (isV4(literal)) {
      return literal.substring(0, literal.lastIndexOf('.')) + ".0";
    }
    if (!V6.matcher(literal).matches()) {
      return null;
    }
    try {
      InetAddress parsed = InetAddress.getByName(literal);
      byte[] bytes = parsed.getAddress();
      if (parsed instanceof Inet4Address) { // as ::ffff:192.0.2.77
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
    } catch (UnknownHostException e) {
      return null;
    }
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
