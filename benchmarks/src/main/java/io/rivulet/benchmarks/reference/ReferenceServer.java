package io.rivulet.benchmarks.reference;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpContentDecompressor;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The reference: HTTP to Kafka with as little as can be between. It inflates a body, passes over
 * the JSON once, sends each event's bytes as they came as one record and answers after the last
 * acknowledgement. No authentication, no validation, no limits: a collector cannot be faster than
 * this, the question is how near it comes.
 */
public final class ReferenceServer {
  private static final int MOST_BYTES = 4 * 1024 * 1024;

  private ReferenceServer() {}

  /**
   * Serves on a free port of the loopback address, which is printed, until standard input ends.
   *
   * @param arguments file with the producer's properties, topic, and {@code keyed} where records
   *     shall have the anonymousId as key
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var properties = new Properties();
    try (InputStream file = Files.newInputStream(Path.of(arguments[0]))) {
      properties.load(file);
    }
    String topic = arguments[1];
    boolean isKeyed = arguments.length > 2 && arguments[2].equals("keyed");

    var group = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
    try (var producer =
        new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer())) {
      Channel server =
          new ServerBootstrap()
              .group(group)
              .channel(NioServerSocketChannel.class)
              .option(ChannelOption.SO_BACKLOG, 1024)
              .childOption(ChannelOption.TCP_NODELAY, true)
              .childHandler(
                  new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                      channel
                          .pipeline()
                          .addLast(
                              new HttpServerCodec(),
                              new HttpContentDecompressor(MOST_BYTES),
                              new HttpObjectAggregator(MOST_BYTES),
                              new ReferenceHandler(producer, topic, isKeyed));
                    }
                  })
              .bind(InetAddress.getLoopbackAddress(), 0)
              .sync()
              .channel();
      System.out.println(((InetSocketAddress) server.localAddress()).getPort());
      System.in.transferTo(OutputStream.nullOutputStream());
    }
    var unused = group.shutdownGracefully();
  }
}
