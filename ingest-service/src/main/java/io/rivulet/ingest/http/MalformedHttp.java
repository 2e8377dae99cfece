package io.rivulet.ingest.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/**
 * Lets the server refuse more of what is no HTTP/1.1 than it does by itself, and gives its bare
 * refusals (400, 414, 431) a status that no SDK mistakes and a body of JSON with code and message.
 */
final class MalformedHttp extends ChannelDuplexHandler {

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request
        && request.decoderResult().isSuccess()
        && !isHttp(request)) {
      request.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("no HTTP/1.1")));
    }
    context.fireChannelRead(message);
  }

  private static boolean isHttp(HttpRequest request) {
    HttpVersion version = request.protocolVersion();
    String encoding = request.headers().get(HttpHeaderNames.TRANSFER_ENCODING);
    return (version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0))
        && (version.equals(HttpVersion.HTTP_1_0)
            || request.headers().contains(HttpHeaderNames.HOST))
        && (encoding == null || encoding.equalsIgnoreCase("chunked"))
        && request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING).size() <= 1;
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof FullHttpResponse bare
        && bare.status().code() >= 400
        && !bare.headers().contains(HttpHeaderNames.CONTENT_TYPE)) {
      Answer answer = ErrorAnswers.of(bare.status().code());
      bare.release();
      var unused = context.write(response(answer), promise);
    } else {
      var unused = context.write(message, promise);
    }
  }

  private static FullHttpResponse response(Answer answer) {
    byte[] body = answer.body();
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(answer.status()),
            Unpooled.wrappedBuffer(body));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, Answer.JSON_TYPE)
        .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    return response;
  }
}
