package io.rivulet.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.segment.analytics.kotlin.core.Configuration;
import com.segment.analytics.kotlin.core.RequestFactory;
import com.segment.analytics.kotlin.core.compat.ConfigurationBuilder;
import com.segment.analytics.kotlin.core.compat.JavaAnalytics;
import io.rivulet.event.Event;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import kotlin.Unit;
import kotlinx.serialization.json.Json;
import kotlinx.serialization.json.JsonElement;
import kotlinx.serialization.json.JsonElementKt;
import kotlinx.serialization.json.JsonObject;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.util.FileSystemUtils;

/** The SDK of Android and Kotlin, which speaks nothing but https. */
@ExtendWith(Collector.Shared.class)
class KotlinSdkIT {
  private static final Sdk SDK = Sdk.SEGMENT_KOTLIN;

  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  @AfterEach
  void removeWhatTheSdkKeeps() throws Exception {
    // the SDK's own place for what it has not sent yet, whatever java.io.tmpdir says
    FileSystemUtils.deleteRecursively(Path.of("/tmp/analytics-kotlin", SDK.writeKey()));
  }

  @Test
  void segment_kotlin(Collector collector) throws Exception {
    TestCertificate certificate = TestCertificate.make(collector.directory());
    // the SDK's own client would do for a certificate that the machine trusts
    OkHttpClient client =
        new OkHttpClient.Builder()
            .sslSocketFactory(certificate.sockets(), certificate.trust())
            .build();
    int port =
        collector.startAnother(
            "--RIVULET_TLS_CERTIFICATE=" + certificate.certificate(),
            "--RIVULET_TLS_PRIVATE_KEY=" + certificate.key());
    String host = "localhost:" + port + "/v1";
    Configuration configuration =
        new ConfigurationBuilder(SDK.writeKey())
            .setApplication("checkout")
            .setApiHost(host)
            .setCdnHost(host)
            .setRequestFactory(new RequestFactory(client))
            .build();
    configuration.setErrorHandler(
        error -> {
          failures.add(error);
          return Unit.INSTANCE;
        });
    JavaAnalytics analytics = new JavaAnalytics(configuration);

    analytics.identify(Story.text("userId"), json("traits"));
    analytics.track(Story.ORDER, order());
    analytics.screen(Story.text("pageName"), json("pageProperties"));
    analytics.group(Story.text("groupId"), json("groupTraits"));
    analytics.alias(Story.text("userId"));
    for (int n = 0; n < Story.QUICK_EVENTS; n++) {
      analytics.track(Story.QUICK, json("n", n));
    }
    analytics.flush();

    List<Event> events = collector.awaitEvents(SDK, Story.EVENTS);
    assertThat(failures).isEmpty();
    Story.assertTold(events, null);
    var properties = Objects.requireNonNull(Story.order(events).properties());
    assertThat(properties.get("long").asString()).isEqualTo(JavaSdksIT.LONG);
    assertThat(properties.get("longer").asString()).isEqualTo(JavaSdksIT.LONGER);
  }

  private static JsonObject order() {
    Map<String, JsonElement> order = new HashMap<>(json("order"));
    order.put("long", JsonElementKt.JsonPrimitive(Long.valueOf(JavaSdksIT.LONG)));
    // Kotlin's own number of that size would be sent as a floating point number
    order.put("longer", JsonElementKt.JsonUnquotedLiteral(JavaSdksIT.LONGER));
    return new JsonObject(order);
  }

  private static JsonObject json(String storyMember) {
    return parse(Story.json(storyMember).toString());
  }

  private static JsonObject json(String name, int value) {
    return parse("{\"%s\":%d}".formatted(name, value));
  }

  private static JsonObject parse(String json) {
    return (JsonObject) Json.Default.parseToJsonElement(json);
  }
}
