package io.rivulet.benchmarks.reference;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Answers a batch with 200 when all of its events are acknowledged, with 503 when one is not. */
final class ReferenceHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  private final Producer<String, byte[]> producer;
  private final String topic;
  private final boolean isKeyed;

  ReferenceHandler(Producer<String, byte[]> producer, String topic, boolean isKeyed) {
    this.producer = producer;
    this.topic = topic;
    this.isKeyed = isKeyed;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    byte[] body = ByteBufUtil.getBytes(request.content());
    List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
    EventSlicer.slice(
        body,
        (key, event) -> records.add(new ProducerRecord<>(topic, isKeyed ? key : null, event)));
    if (records.isEmpty()) {
      answer(context, HttpResponseStatus.BAD_REQUEST, 0);
      return;
    }
    var missing = new AtomicInteger(records.size());
    var isFailed = new AtomicBoolean();
    Callback acknowledged =
        (metadata, failure) -> {
          if (failure != null) {
            isFailed.set(true);
          }
          if (missing.decrementAndGet() == 0) {
            answer(
                context,
                isFailed.get() ? HttpResponseStatus.SERVICE_UNAVAILABLE : HttpResponseStatus.OK,
                records.size());
          }
        };
    for (ProducerRecord<String, byte[]> record : records) {
      var unused = producer.send(record, acknowledged);
    }
  }

  /** From any thread. */
  private static void answer(ChannelHandlerContext context, HttpResponseStatus status, int events) {
    byte[] body =
        ("{\"success\":" + (status.code() == 200) + ",\"accepted\":" + events + ",\"rejected\":[]}")
            .getBytes(StandardCharsets.US_ASCII);
    var response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
        .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
    var unused = context.writeAndFlush(response, context.voidPromise());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var unused = context.close();
  }
}
