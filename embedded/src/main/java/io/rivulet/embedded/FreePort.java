package io.rivulet.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports on the loopback address that nobody listens on. */
public final class FreePort {
  /** Below those that Linux gives to whoever connects, one of which may be taken at any moment. */
  private static final int FIRST = 20_000;

  private static final int END = 32_000;
  private static final int MOST_TRIES = 1_000;

  private FreePort() {}

  /**
   * A free port, by chance another one each time, for a program that is told its port before it
   * starts.
   *
   * @throws IllegalStateException when hardly any is free
   */
  public static int find() {
    for (int i = 0; i < MOST_TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port on the loopback address");
  }

  /** The given port, or a free one for 0; it may be taken again before it is used. */
  static int orFree(int port) {
    return port == 0 ? find() : port;
  }

  /** Whether one can listen on the given port now; on 0 always. */
  static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
