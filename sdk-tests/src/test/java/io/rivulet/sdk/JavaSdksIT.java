package io.rivulet.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.rudderstack.sdk.java.analytics.RudderAnalytics;
import com.segment.analytics.Analytics;
import com.segment.analytics.Callback;
import com.segment.analytics.messages.AliasMessage;
import com.segment.analytics.messages.GroupMessage;
import com.segment.analytics.messages.IdentifyMessage;
import com.segment.analytics.messages.Message;
import com.segment.analytics.messages.ScreenMessage;
import com.segment.analytics.messages.TrackMessage;
import io.rivulet.event.Event;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The SDKs of the JVM. They can send numbers of any length, so these must arrive too. */
@ExtendWith(Collector.Shared.class)
class JavaSdksIT {
  static final String LONG = "9223372036854775807";
  static final String LONGER = "-123456789012345678901234567890";
  private static final String DECIMAL = "0.1234567890123456789012345678901234567890";

  private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();

  @Test
  void segment_java(Collector collector) {
    Analytics analytics =
        Analytics.builder(Sdk.SEGMENT_JAVA.writeKey())
            .endpoint(collector.url())
            .callback(
                new Callback() {
                  @Override
                  public void success(Message message) {
                    acknowledged.add(message.messageId());
                  }

                  @Override
                  public void failure(Message message, Throwable cause) {
                    failures.add(message.messageId() + ": " + cause);
                  }
                })
            .build();

    String user = Story.text("userId");
    analytics.enqueue(IdentifyMessage.builder().userId(user).traits(Story.map("traits")));
    analytics.enqueue(TrackMessage.builder(Story.ORDER).userId(user).properties(order()));
    analytics.enqueue(
        ScreenMessage.builder(Story.text("pageName"))
            .userId(user)
            .properties(Story.map("pageProperties")));
    analytics.enqueue(
        GroupMessage.builder(Story.text("groupId")).userId(user).traits(Story.map("groupTraits")));
    analytics.enqueue(AliasMessage.builder(Story.text("previousId")).userId(user));
    for (int n = 0; n < Story.QUICK_EVENTS; n++) {
      analytics.enqueue(TrackMessage.builder(Story.QUICK).userId(user).properties(Map.of("n", n)));
    }
    analytics.flush();

    List<Event> events = collector.awaitEvents(Sdk.SEGMENT_JAVA, Story.EVENTS);
    analytics.shutdown();
    assertArrived(events);
  }

  @Test
  void rudder_java(Collector collector) {
    RudderAnalytics analytics =
        RudderAnalytics.builder(Sdk.RUDDER_JAVA.writeKey())
            .setDataPlaneUrl(collector.url())
            .setGZIP(true)
            .callback(
                new com.rudderstack.sdk.java.analytics.Callback() {
                  @Override
                  public void success(com.rudderstack.sdk.java.analytics.messages.Message message) {
                    acknowledged.add(message.messageId());
                  }

                  @Override
                  public void failure(
                      com.rudderstack.sdk.java.analytics.messages.Message message,
                      Throwable cause) {
                    failures.add(message.messageId() + ": " + cause);
                  }
                })
            .build();

    String user = Story.text("userId");
    analytics.enqueue(
        com.rudderstack.sdk.java.analytics.messages.IdentifyMessage.builder()
            .userId(user)
            .traits(Story.map("traits")));
    analytics.enqueue(
        com.rudderstack.sdk.java.analytics.messages.TrackMessage.builder(Story.ORDER)
            .userId(user)
            .properties(order()));
    analytics.enqueue(
        com.rudderstack.sdk.java.analytics.messages.PageMessage.builder(Story.text("pageName"))
            .userId(user)
            .properties(Story.map("pageProperties")));
    analytics.enqueue(
        com.rudderstack.sdk.java.analytics.messages.GroupMessage.builder(Story.text("groupId"))
            .userId(user)
            .traits(Story.map("groupTraits")));
    analytics.enqueue(
        com.rudderstack.sdk.java.analytics.messages.AliasMessage.builder(Story.text("previousId"))
            .userId(user));
    for (int n = 0; n < Story.QUICK_EVENTS; n++) {
      analytics.enqueue(
          com.rudderstack.sdk.java.analytics.messages.TrackMessage.builder(Story.QUICK)
              .userId(user)
              .properties(Map.of("n", n)));
    }
    analytics.flush();

    List<Event> events = collector.awaitEvents(Sdk.RUDDER_JAVA, Story.EVENTS);
    analytics.shutdown();
    assertArrived(events);
  }

  private void assertArrived(List<Event> events) {
    assertThat(failures).isEmpty();
    Story.assertTold(events, acknowledged);
    assertDigits(Story.order(events));
    assertThat(events.stream().filter(e -> Story.text("previousId").equals(e.previousId())))
        .hasSize(1);
  }

  private static Map<String, Object> order() {
    Map<String, Object> order = new HashMap<>(Story.map("order"));
    order.put("long", Long.parseLong(LONG));
    order.put("longer", new BigInteger(LONGER));
    order.put("decimal", new BigDecimal(DECIMAL));
    return order;
  }

  private static void assertDigits(Event order) {
    var properties = Objects.requireNonNull(order.properties());
    assertThat(properties.get("long").asString()).isEqualTo(LONG);
    assertThat(properties.get("longer").asString()).isEqualTo(LONGER);
    assertThat(properties.get("decimal").decimalValue()).isEqualTo(new BigDecimal(DECIMAL));
  }
}
