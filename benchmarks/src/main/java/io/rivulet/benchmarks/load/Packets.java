package io.rivulet.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Distinct requests with head and body, encoded beforehand, so that sending one costs the generator
 * little. They are used in turn; what repeats is the same messageId after some thousand events.
 */
final class Packets implements AutoCloseable {
  /** The project's write key, which the collector's projects file must know. */
  static final String WRITE_KEY = "benchmark-write-key";

  private static final int EVENTS = 65_536;
  private static final int LEAST = 256;

  private final List<ByteBuf> requests;
  private final double bytesPerEvent;
  private int next;

  private Packets(List<ByteBuf> requests, double bytesPerEvent) {
    this.requests = requests;
    this.bytesPerEvent = bytesPerEvent;
  }

  /**
   * Requests for that order.
   *
   * @param now when they are sent; a collector takes the clock of much older ones for wrong
   */
  static Packets of(LoadOrder order, Instant now) {
    var events = new SampleEvents(order.batchSize(), now);
    int count = Math.max(LEAST, EVENTS / order.batchSize());
    List<ByteBuf> requests = new ArrayList<>(count);
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      List<String> batch = new ArrayList<>(order.batchSize());
      for (int j = 0; j < order.batchSize(); j++) {
        String event = events.next();
        bytes += event.length();
        batch.add(event);
      }
      requests.add(request(order, body(batch, now)));
    }
    return new Packets(requests, (double) bytes / count / order.batchSize());
  }

  /** The next request; it belongs to the caller, who releases it, as Netty does after a write. */
  ByteBuf next() {
    ByteBuf request = requests.get(next);
    next = next + 1 == requests.size() ? 0 : next + 1;
    return request.retainedDuplicate();
  }

  /** Mean size of an event's JSON in bytes. */
  double bytesPerEvent() {
    return bytesPerEvent;
  }

  /** Gives their memory back; none may be under way. */
  @Override
  public void close() {
    requests.forEach(ByteBuf::release);
  }

  private static byte[] body(List<String> batch, Instant now) {
    return "{\"batch\":[%s],\"sentAt\":\"%s\"}"
        .formatted(String.join(",", batch), now)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static ByteBuf request(LoadOrder order, byte[] json) {
    byte[] body = order.isGzip() ? gzip(json) : json;
    String credentials =
        Base64.getEncoder().encodeToString((WRITE_KEY + ":").getBytes(StandardCharsets.UTF_8));
    String head =
        "POST /v1/batch HTTP/1.1\r\n"
            + "Host: 127.0.0.1:"
            + order.port()
            + "\r\nAuthorization: Basic "
            + credentials
            + "\r\nContent-Type: application/json\r\nUser-Agent: rivulet-benchmark\r\n"
            + (order.isGzip() ? "Content-Encoding: gzip\r\n" : "")
            + "Content-Length: "
            + body.length
            + "\r\n\r\n";
    byte[] headBytes = head.getBytes(StandardCharsets.US_ASCII);
    return Unpooled.directBuffer(headBytes.length + body.length)
        .writeBytes(headBytes)
        .writeBytes(body);
  }

  private static byte[] gzip(byte[] json) {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
