package io.rivulet.ingest.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Bounds the time from a request's first byte to its last on one HTTP/1.1 connection. While its
 * head is incomplete there is nobody to be answered, and the connection is closed; the rest of the
 * time is the body's, see {@link BodyCollector}. Most requests come at once and need no timer.
 */
final class RequestDeadline extends ChannelInboundHandlerAdapter {
  private static final AttributeKey<RequestDeadline> KEY =
      AttributeKey.valueOf(RequestDeadline.class, "deadline");

  private enum Expected {
    FIRST_BYTE,
    REST_OF_HEAD,
    REST_OF_BODY
  }

  private final Duration limit;
  private final Runnable onSlow;
  private final RestOfBody rest;
  private Expected expected = Expected.FIRST_BYTE;
  private int unanswered;
  private boolean isAhead; // of answers: the latest request came before those to earlier ones
  private long firstByteNanos;
  private @Nullable ScheduledFuture<?> timer;

  /**
   * @param limit from the first byte to the last
   * @param onSlow told of each connection that is closed
   * @param rest of this connection
   */
  RequestDeadline(Duration limit, Runnable onSlow, RestOfBody rest) {
    this.limit = limit;
    this.onSlow = onSlow;
    this.rest = rest;
  }

  /**
   * Watches a new connection from both sides of its codec: the bytes and what they mean. With TLS
   * the codec is there once both ends have agreed on a protocol.
   */
  void watch(Channel channel) {
    ChannelPipeline pipeline = channel.pipeline();
    if (speaksHttp1(pipeline)) {
      channel.attr(KEY).set(this);
      pipeline.addBefore(NettyPipeline.HttpCodec, "rivulet.bytes", this);
      pipeline.addAfter(NettyPipeline.HttpCodec, "rivulet.messages", new Messages());
      pipeline.addAfter(NettyPipeline.HttpCodec, "rivulet.malformed", new MalformedHttp());
      pipeline.addAfter(NettyPipeline.HttpCodec, "rivulet.rest", rest);
    } else if (pipeline.get(NettyPipeline.SslHandler) != null) {
      pipeline.addBefore(NettyPipeline.ReactiveBridge, "rivulet.handshake", new Handshake());
    }
  }

  // The codec of HTTP/2 has the same name.
  private static boolean speaksHttp1(ChannelPipeline pipeline) {
    return pipeline.get(NettyPipeline.HttpCodec) instanceof HttpServerCodec;
  }

  /**
   * What is left for the body of the request whose turn it is; the whole limit where its first byte
   * was not seen, as on HTTP/2, and where it waited for answers of ours to earlier ones.
   */
  static Duration left(Channel channel, Duration limit) {
    RequestDeadline deadline = channel.attr(KEY).get();
    if (deadline == null || deadline.isAhead) {
      return limit;
    }
    Duration left = limit.minusNanos(System.nanoTime() - deadline.firstByteNanos);
    return left.isNegative() ? Duration.ZERO : left;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    if (expected == Expected.FIRST_BYTE) {
      expected = Expected.REST_OF_HEAD;
      firstByteNanos = System.nanoTime();
      isAhead = unanswered > 0;
      if (isAhead) {
        stopReading(context.channel());
      }
    }
    context.fireChannelRead(bytes);
    startTimer(context);
  }

  // As long as others of its requests are unanswered, it is ours to be quick and not the client's.
  private void startTimer(ChannelHandlerContext context) {
    if (expected == Expected.REST_OF_HEAD && unanswered == 0 && timer == null) {
      firstByteNanos = System.nanoTime();
      timer =
          context.executor().schedule(() -> close(context), limit.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** Says that the body of the request in work has arrived. */
  static void arrived(Channel channel) {
    RequestDeadline deadline = channel.attr(KEY).get();
    if (deadline != null && deadline.unanswered > 1) {
      stopReading(channel);
    }
  }

  // What a client sends before it has its answer stays in the network's buffers, not in ours, but
  // for what one reading brings. The server reads on by itself with the next request. Clients that
  // wait for their answers are not slowed down: to stop reading costs two calls of the system.
  private static void stopReading(Channel channel) {
    channel.config().setAutoRead(false);
  }

  private void close(ChannelHandlerContext context) {
    onSlow.run();
    var unused = context.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    stopTimer();
    context.fireChannelInactive();
  }

  private void stopTimer() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private final class Handshake extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof SslHandshakeCompletionEvent) {
        context.pipeline().remove(this);
        if (speaksHttp1(context.pipeline())) {
          watch(context.channel());
        }
      }
      context.fireUserEventTriggered(event);
    }
  }

  private final class Messages extends ChannelDuplexHandler {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest) {
        stopTimer();
        expected = Expected.REST_OF_BODY;
        if (unanswered > 0) {
          isAhead = true;
          stopReading(context.channel());
        }
        unanswered++;
      }
      if (message instanceof LastHttpContent) {
        expected = Expected.FIRST_BYTE;
      }
      context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      if (message instanceof LastHttpContent && !isInformational(message)) {
        unanswered = Math.max(0, unanswered - 1);
        startTimer(context);
      }
      var unused = context.write(message, promise);
    }

    private static boolean isInformational(Object message) {
      return message instanceof HttpResponse response
          && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }
  }
}
