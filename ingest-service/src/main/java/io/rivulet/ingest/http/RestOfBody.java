package io.rivulet.ingest.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.ServerChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Bounds what a client still sends of a body after its answer, which need not wait for one: where
 * path, method or key are wrong, or nothing more can be taken. A small rest is read and dropped,
 * and the connection (of HTTP/2: the stream) goes on; a client that has more to send is told that
 * the connection ends, and it does once too much has come or too much time has passed. Closed at
 * once, it would hide the answer from a client that is still sending.
 */
final class RestOfBody extends ChannelDuplexHandler {
  private static final long UNKNOWN = -1;

  private final long mostBytes;
  private final Duration mostTime;
  private final Runnable onCut;
  private int unanswered; // requests whose heads have come
  private boolean isArriving; // the body of the last one of them
  private long expected; // bytes of it to come
  private long rest; // bytes of it that came after its answer
  private boolean isLast;
  private @Nullable ScheduledFuture<?> timer;

  /**
   * @param mostBytes that come after an answer
   * @param mostTime from the answer to the body's end
   * @param onCut told of each connection or stream that is closed
   */
  RestOfBody(long mostBytes, Duration mostTime, Runnable onCut) {
    this.mostBytes = mostBytes;
    this.mostTime = mostTime;
    this.onCut = onCut;
  }

  /** Watches a stream of HTTP/2 whose request's head has just come. */
  void watchStream(Channel stream, HttpHeaders head) {
    unanswered = 1;
    isArriving = true; // or not: then the stream ends with its answer
    expected = length(head);
    stream.pipeline().addAfter(NettyPipeline.H2ToHttp11Codec, "rivulet.rest", this);
  }

  static boolean isStream(Channel channel) {
    return !(channel.parent() instanceof ServerChannel)
        && channel.pipeline().get(NettyPipeline.H2ToHttp11Codec) != null;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request) {
      unanswered++;
      rest = 0;
      boolean isChunked = HttpUtil.isTransferEncodingChunked(request);
      expected = isChunked ? UNKNOWN : Math.max(0, length(request.headers()));
      isArriving = expected != 0;
    }
    if (message instanceof HttpContent content) {
      arrived(context, content.content().readableBytes());
      if (message instanceof LastHttpContent) {
        end(context);
      }
    }
    context.fireChannelRead(message);
  }

  private static long length(HttpHeaders head) {
    try {
      return Long.parseLong(head.get(HttpHeaderNames.CONTENT_LENGTH, "-1"));
    } catch (NumberFormatException e) {
      return UNKNOWN;
    }
  }

  private void arrived(ChannelHandlerContext context, int bytes) {
    expected = expected == UNKNOWN ? UNKNOWN : expected - bytes;
    if (isArriving && unanswered == 0) {
      rest += bytes;
      if (rest > mostBytes) {
        cut(context);
      }
    }
  }

  private void cut(ChannelHandlerContext context) {
    stopTimer();
    if (context.channel().isActive()) {
      onCut.run();
      if (isStream(context.channel())) {
        // No error: the client is to stop, and the answer that it has holds (RFC 9113, 8.1).
        var unused = context.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR));
      } else {
        var unused = context.close();
      }
    }
  }

  private void end(ChannelHandlerContext context) {
    isArriving = false;
    stopTimer();
    if (isLast && unanswered == 0) {
      var unused = context.close();
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof HttpResponse response) {
      if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
        var unused = context.write(message, promise);
        return;
      }
      if (isArriving && unanswered == 1 && expected > mostBytes) {
        isLast = true;
        if (!isStream(context.channel())) {
          response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
      }
    }
    if (message instanceof LastHttpContent) {
      unanswered--;
      if (isArriving && unanswered == 0) {
        timer =
            context
                .executor()
                .schedule(() -> cut(context), mostTime.toNanos(), TimeUnit.NANOSECONDS);
      }
    }
    var unused = context.write(message, promise);
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
}
