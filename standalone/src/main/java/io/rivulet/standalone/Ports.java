package io.rivulet.standalone;

import io.rivulet.launcher.Part;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

/** Finds out whether every part will be able to listen, before any of them starts. */
final class Ports {
  private Ports() {}

  static void requireFree(Settings settings) throws StartRefused {
    requireFree(settings, List.of(Part.values()));
  }

  /** Holds the first part's port while the others are tried, so that no two have the same one. */
  private static void requireFree(Settings settings, List<Part> parts) throws StartRefused {
    if (parts.isEmpty()) {
      return;
    }
    var part = parts.get(0);
    int port = settings.port(part);
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      requireFree(settings, parts.subList(1, parts.size()));
    } catch (IOException e) {
      throw new StartRefused(
          "Port %d for %s is in use or not allowed; free it or name another one with %s."
              .formatted(port, part.title(), part.portVariable()),
          e);
    }
  }
}
