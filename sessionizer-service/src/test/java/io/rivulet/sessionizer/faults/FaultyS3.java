package io.rivulet.sessionizer.faults;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * An HTTP proxy before an S3 server that fails as it is told. Each connection carries one request,
 * which goes on as it came, signature and all.
 */
public final class FaultyS3 implements AutoCloseable {

  /** What becomes of a request. */
  public enum Fault {
    NONE,
    /** Answered by 503, and the S3 server does not see it. */
    SLOW_DOWN,
    /** Answered by 403. */
    FORBIDDEN,
    /** Answered by 501 when it is conditional. */
    NO_CONDITIONS,
    /** Goes on after two seconds. */
    SLOW,
    /** Never answered. */
    HANG,
    /** Done, but the connection breaks before the answer. */
    ANSWER_LOST,
    /** Half of the body goes on, then the connection breaks. */
    BODY_CUT
  }

  /** Where a PUT is when {@link #onPut} is told. */
  public enum Stage {
    /** Read whole; the S3 server does not know of it. */
    RECEIVED,
    /** The object is there; the client does not know yet. */
    STORED
  }

  /**
   * A request's head.
   *
   * @param lines without the empty one
   */
  private record Head(List<String> lines) {
    String method() {
      return lines.get(0).substring(0, lines.get(0).indexOf(' '));
    }

    String target() {
      return lines.get(0).split(" ", -1)[1];
    }

    int contentLength() {
      return Integer.parseInt(header("content-length", "0"));
    }

    String header(String name, String otherwise) {
      return lines.stream()
          .filter(l -> l.toLowerCase(Locale.ROOT).startsWith(name + ":"))
          .map(l -> l.substring(name.length() + 1).trim())
          .findFirst()
          .orElse(otherwise);
    }

    /** As it goes on: not kept alive, and without the wait for a word to go on. */
    byte[] forwarded() {
      StringBuilder head = new StringBuilder();
      for (String line : lines) {
        String lower = line.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("connection:") && !lower.startsWith("expect:")) {
          head.append(line).append("\r\n");
        }
      }
      return head.append("Connection: close\r\n\r\n")
          .toString()
          .getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  private final int backendPort;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<String> writes = new CopyOnWriteArrayList<>();
  private volatile Function<String, Fault> plan = method -> Fault.NONE;
  private volatile BiConsumer<Stage, String> onPut = (stage, key) -> {};
  private ServerSocket server;

  public FaultyS3(URI backend) throws IOException {
    this.backendPort = backend.getPort();
    this.server = listen(0);
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** From now on each request's method says what becomes of it. */
  public void plan(Function<String, Fault> faults) {
    plan = faults;
  }

  /** From now on that is called with each PUT of an object, by the proxy's thread. */
  void onPut(BiConsumer<Stage, String> listener) {
    onPut = listener;
  }

  /** Method and target of each request that was to change something. */
  List<String> writes() {
    return List.copyOf(writes);
  }

  /** Connections are refused, and those that are open break. */
  void refuse() throws IOException {
    server.close();
    breakConnections();
  }

  /** Requests that hang now break. */
  void breakConnections() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
  }

  void accept() throws IOException {
    server = listen(server.getLocalPort());
  }

  private ServerSocket listen(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
    start(() -> acceptFrom(socket));
    return socket;
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "faulty-s3");
    thread.setDaemon(true);
    thread.start();
  }

  private void acceptFrom(ServerSocket socket) {
    try {
      while (true) {
        Socket client = socket.accept();
        open.add(client);
        start(() -> serve(client));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      Head head = readHead(in);
      if (head.lines().isEmpty()) {
        return;
      }
      if (!head.header("expect", "").isEmpty()) {
        write(client, "HTTP/1.1 100 Continue\r\n\r\n");
      }
      byte[] body = in.readNBytes(head.contentLength());
      if (body.length < head.contentLength()) {
        forwardCut(head, body, body.length); // the client was killed
        return;
      }
      if (!head.method().equals("GET") && !head.method().equals("HEAD")) {
        writes.add(head.method() + " " + head.target());
      }
      answer(client, head, body);
    } catch (IOException e) {
      // either side has gone
    } finally {
      open.remove(client);
    }
  }

  private void answer(Socket client, Head head, byte[] body) throws IOException {
    boolean put = head.method().equals("PUT") && head.target().endsWith(".gz");
    if (put) {
      onPut.accept(Stage.RECEIVED, head.target());
    }
    Fault fault = plan.apply(head.method());
    switch (fault) {
      case SLOW_DOWN -> refuse(client, head, "503 Slow Down", "SlowDown");
      case FORBIDDEN -> refuse(client, head, "403 Forbidden", "AccessDenied");
      case HANG -> client.getInputStream().readAllBytes();
      case BODY_CUT -> forwardCut(head, body, body.length / 2);
      case NO_CONDITIONS -> {
        if (head.header("if-none-match", "").isEmpty()) {
          client.getOutputStream().write(forward(head, body));
        } else {
          refuse(client, head, "501 Not Implemented", "NotImplemented");
        }
      }
      case NONE, SLOW, ANSWER_LOST -> {
        if (fault == Fault.SLOW) {
          pause();
        }
        byte[] answer = forward(head, body);
        if (put) {
          onPut.accept(Stage.STORED, head.target());
        }
        if (fault != Fault.ANSWER_LOST) {
          client.getOutputStream().write(answer);
        }
      }
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(2_000);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static Head readHead(InputStream in) throws IOException {
    List<String> lines = new ArrayList<>();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b != '\n') {
        line.write(b);
        continue;
      }
      String text = line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
      if (text.isEmpty()) {
        return new Head(lines);
      }
      lines.add(text);
      line.reset();
    }
    return new Head(List.of());
  }

  private byte[] forward(Head head, byte[] body) throws IOException {
    try (Socket backend = new Socket(InetAddress.getLoopbackAddress(), backendPort)) {
      OutputStream out = backend.getOutputStream();
      out.write(head.forwarded());
      out.write(body);
      out.flush();
      return backend.getInputStream().readAllBytes();
    }
  }

  private void forwardCut(Head head, byte[] body, int length) throws IOException {
    try (Socket backend = new Socket(InetAddress.getLoopbackAddress(), backendPort)) {
      OutputStream out = backend.getOutputStream();
      out.write(head.forwarded());
      out.write(Arrays.copyOf(body, length));
      out.flush();
    }
  }

  private static void refuse(Socket client, Head head, String status, String code)
      throws IOException {
    String xml = "<Error><Code>" + code + "</Code><Message>as the test wants</Message></Error>";
    write(
        client,
        "HTTP/1.1 %s\r\nContent-Type: application/xml\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(status, xml.length(), head.method().equals("HEAD") ? "" : xml));
  }

  private static void write(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    client.getOutputStream().flush();
  }

  @Override
  public void close() throws IOException {
    refuse();
  }
}
