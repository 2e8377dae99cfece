package io.rivulet.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Frame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;

/** A connection that shows the frames of HTTP/2, which clients keep to themselves. */
final class Http2Connection implements AutoCloseable {
  private final MultiThreadIoEventLoopGroup threads =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final CompletableFuture<Integer> goAway = new CompletableFuture<>();
  private final CompletableFuture<Boolean> pong = new CompletableFuture<>();
  private final CompletableFuture<String> answer = new CompletableFuture<>();
  private final StringBuilder body = new StringBuilder();
  private final Channel channel;
  private final Channel stream;

  Http2Connection(int port) throws SSLException {
    SslContext ssl =
        SslContextBuilder.forClient()
            .trustManager(InsecureTrustManagerFactory.INSTANCE)
            .applicationProtocolConfig(
                new ApplicationProtocolConfig(
                    Protocol.ALPN,
                    SelectorFailureBehavior.NO_ADVERTISE,
                    SelectedListenerFailureBehavior.ACCEPT,
                    ApplicationProtocolNames.HTTP_2))
            .build();
    channel =
        new Bootstrap()
            .group(threads)
            .channel(NioSocketChannel.class)
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel made) {
                    made.pipeline()
                        .addLast(ssl.newHandler(made.alloc(), "localhost", port))
                        .addLast(Http2FrameCodecBuilder.forClient().build())
                        .addLast(new Http2MultiplexHandler(new Frames()), new Frames());
                  }
                })
            .connect("127.0.0.1", port)
            .syncUninterruptibly()
            .channel();
    stream =
        new Http2StreamChannelBootstrap(channel)
            .handler(new Frames())
            .open()
            .syncUninterruptibly()
            .getNow();
  }

  /** The last stream that the server will answer, once it has said so. */
  CompletableFuture<Integer> goAway() {
    return goAway;
  }

  /** The body of the answer. */
  CompletableFuture<String> answer() {
    return answer;
  }

  /** Sends a request without the end of its body, and waits until the server has it. */
  void post(String path, String begin) {
    DefaultHttp2Headers headers = new DefaultHttp2Headers();
    headers.method("POST").scheme("https").authority("localhost").path(path);
    var unused = stream.write(new DefaultHttp2HeadersFrame(headers, false));
    send(begin, false);
    channel.writeAndFlush(new DefaultHttp2PingFrame(1)).syncUninterruptibly();
    pong.join();
  }

  /** Sends the end. */
  void more(String end) {
    send(end, true);
  }

  private void send(String text, boolean isLast) {
    stream
        .writeAndFlush(new DefaultHttp2DataFrame(Unpooled.copiedBuffer(text, UTF_8), isLast))
        .syncUninterruptibly();
  }

  private final class Frames extends SimpleChannelInboundHandler<Http2Frame> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, Http2Frame frame) {
      if (frame instanceof Http2GoAwayFrame told) {
        goAway.complete(told.lastStreamId());
      } else if (frame instanceof Http2PingFrame ping && ping.ack()) {
        pong.complete(true);
      } else if (frame instanceof Http2DataFrame data) {
        body.append(data.content().toString(UTF_8));
        if (data.isEndStream()) {
          answer.complete(body.toString());
        }
      }
    }
  }

  @Override
  public void close() {
    channel.close().syncUninterruptibly();
    threads.shutdownGracefully().syncUninterruptibly();
  }
}
