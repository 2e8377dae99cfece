package io.rivulet.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.segment.analytics.kotlin.core.Configuration;
import com.segment.analytics.kotlin.core.RequestFactory;
import com.segment.analytics.kotlin.core.compat.ConfigurationBuilder;
import com.segment.analytics.kotlin.core.compat.JavaAnalytics;
import io.rivulet.event.Event;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import kotlin.Unit;
import kotlinx.serialization.json.Json;
import kotlinx.serialization.json.JsonObject;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** The SDK of Android and Kotlin, which speaks nothing but https. */
@ExtendWith(Collector.Shared.class)
class KotlinSdkIT {
  private static final Sdk SDK = Sdk.SEGMENT_KOTLIN;
  private static final String PASSWORD = "test-only";

  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  @AfterEach
  void removeWhatTheSdkKeeps() throws Exception {
    FileSystemUtils.deleteRecursively(Path.of("/tmp/analytics-kotlin", SDK.writeKey()));
  }

  @Test
  void segment_kotlin(Collector collector, @TempDir Path directory) throws Exception {
    Path keyStore = keyStore(directory);
    try (var https =
        collector.start(
            "--server.ssl.bundle=collector",
            "--spring.ssl.bundle.jks.collector.keystore.location=" + keyStore.toUri(),
            "--spring.ssl.bundle.jks.collector.keystore.password=" + PASSWORD,
            "--spring.ssl.bundle.jks.collector.keystore.type=PKCS12")) {
      String host = "localhost:" + Collector.port(https) + "/v1";
      Configuration configuration =
          new ConfigurationBuilder(SDK.writeKey())
              .setApplication("checkout")
              .setApiHost(host)
              .setCdnHost(host)
              .setRequestFactory(new RequestFactory(trusting(keyStore)))
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
  }

  private static JsonObject order() {
    String order = Story.json("order").toString();
    String numbers = ",\"long\":%s,\"longer\":%s}".formatted(JavaSdksIT.LONG, JavaSdksIT.LONGER);
    return parse(order.substring(0, order.length() - 1) + numbers);
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

  /** A certificate for localhost that nobody vouches for, and its key. */
  private static Path keyStore(Path directory) throws Exception {
    Path keyStore = directory.resolve("collector.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    List<String> command =
        List.of(
            (keytool
                    + " -genkeypair -alias collector -keyalg EC -dname CN=localhost"
                    + " -ext san=dns:localhost,ip:127.0.0.1 -validity 2 -storetype PKCS12"
                    + " -storepass "
                    + PASSWORD
                    + " -keystore "
                    + keyStore)
                .split(" "));
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor()).isZero();
    return keyStore;
  }

  /** The SDK's own client would do for a certificate that the machine trusts. */
  private static OkHttpClient trusting(Path keyStore) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keyStore)) {
      trusted.load(in, PASSWORD.toCharArray());
    }
    KeyStore certificates = KeyStore.getInstance("PKCS12");
    certificates.load(null, null);
    certificates.setCertificateEntry("collector", trusted.getCertificate("collector"));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(certificates);
    X509TrustManager trust = (X509TrustManager) factory.getTrustManagers()[0];
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, new X509TrustManager[] {trust}, null);
    return new OkHttpClient.Builder().sslSocketFactory(tls.getSocketFactory(), trust).build();
  }
}
