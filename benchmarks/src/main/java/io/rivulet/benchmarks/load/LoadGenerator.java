package io.rivulet.benchmarks.load;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;

/**
 * The load generator's process: reads a {@link LoadOrder} a line as JSON from standard input, and
 * answers each with a {@link LoadResult} on a line of standard output.
 */
public final class LoadGenerator {
  private static final JsonMapper JSON = new JsonMapper();

  private LoadGenerator() {}

  /** Runs until standard input ends. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    // One thread: the generator must leave the cores to those who are measured.
    var group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try (var orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      String line = orders.readLine();
      while (line != null) {
        LoadOrder order = JSON.readValue(line, LoadOrder.class);
        try (Packets packets = Packets.of(order, Instant.now())) {
          LoadResult result = new LoadRun(group.next(), order, packets).run();
          System.out.println(JSON.writeValueAsString(result));
        }
        line = orders.readLine();
      }
    }
    var unused = group.shutdownGracefully();
  }
}
