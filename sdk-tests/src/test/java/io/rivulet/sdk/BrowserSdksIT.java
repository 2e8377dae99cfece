package io.rivulet.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rivulet.event.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * The SDKs for browsers in a real one. Their pages come from another origin than the collector's,
 * {@code localhost} instead of {@code 127.0.0.1}, so that every request is a cross-origin one.
 */
@ExtendWith(Collector.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserSdksIT {
  private @Nullable HttpServer pages;
  private @Nullable Browser browser;

  private Path profile;

  @BeforeAll
  void prepare(@TempDir Path directory) {
    profile = directory;
  }

  @BeforeEach // and not once before all, which would not count the tests that are skipped
  void start() throws IOException, InterruptedException {
    if (pages == null) {
      Node.install();
      browser = Browser.start(profile);
      pages = servePages();
    }
  }

  @AfterAll
  void stop() {
    if (browser != null) {
      browser.close();
    }
    if (pages != null) {
      pages.stop(0);
    }
  }

  @Test
  void segment_browser(Collector collector) {
    List<String> requests = tell(Sdk.SEGMENT_BROWSER, "segment", "", true, collector);

    assertThat(requests)
        .filteredOn(line -> line.matches("POST .*/v1/t"))
        .hasSize(Story.QUICK_EVENTS + 1);
  }

  @Test
  void segment_browser_in_batches(Collector collector) {
    List<String> requests =
        tell(Sdk.SEGMENT_BROWSER_BATCHING, "segment", "batching", true, collector);

    assertThat(requests).filteredOn(line -> line.matches("POST .*/v1/b")).hasSizeBetween(2, 30);
  }

  @Test
  void rudder_browser(Collector collector) {
    List<String> requests = tell(Sdk.RUDDER_BROWSER, "rudder", "", true, collector);

    assertThat(requests)
        .filteredOn(line -> line.matches("POST .*/v1/track"))
        .hasSize(Story.QUICK_EVENTS + 1);
  }

  @Test
  void rudder_browser_by_beacon(Collector collector) {
    List<String> requests = tell(Sdk.RUDDER_BROWSER_BEACON, "rudder", "beacon", true, collector);

    assertThat(requests).anyMatch(line -> line.contains("/beacon/v1/batch"));
  }

  @Test
  void jitsu_browser(Collector collector) {
    List<String> requests = tell(Sdk.JITSU_BROWSER, "jitsu", "", false, collector);

    assertThat(requests)
        .filteredOn(line -> line.matches("POST .*/api/s/track"))
        .hasSize(Story.QUICK_EVENTS + 1);
  }

  /** Makes an SDK tell the story, checks that it arrived, and gives the requests of its page. */
  private List<String> tell(
      Sdk sdk, String page, String variant, boolean hasAlias, Collector collector) {
    Browser browser = Objects.requireNonNull(this.browser);
    HttpServer pages = Objects.requireNonNull(this.pages);
    browser.requests();
    browser.errors();
    String query =
        "?sdk=%s&url=%s&writeKey=%s&variant=%s"
            .formatted(page, URLEncoder.encode(collector.url(), UTF_8), sdk.writeKey(), variant);
    URI address = URI.create("http://localhost:" + pages.getAddress().getPort() + "/" + query);
    Node.Told told =
        JsonMapper.shared().readValue(browser.open(address, "return window.told"), Node.Told.class);
    if (variant.equals("beacon")) {
      browser.leave(); // beacons are for what is unsent when the page goes
    }

    assertThat(told.failures()).isEmpty();
    List<Event> events = collector.awaitEvents(sdk, Story.events(hasAlias));
    Story.assertTold(events, told.messageIds(), hasAlias);
    assertThat(browser.errors()).isEmpty();
    List<String> requests = browser.requests();
    assertThat(requests)
        .allMatch(line -> line.matches("[A-Z]+ http://(127\\.0\\.0\\.1|localhost):.*"));
    return requests;
  }

  private static HttpServer servePages() throws IOException, InterruptedException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer pages = HttpServer.create(address, 0);
    pages.createContext("/", BrowserSdksIT::servePage);
    for (String sdk : List.of("segment", "rudder", "jitsu")) {
      byte[] bundle = Node.bundle(sdk + "-browser.mjs").getBytes(UTF_8);
      pages.createContext("/" + sdk + ".js", page -> answer(page, "text/javascript", bundle));
    }
    pages.start();
    return pages;
  }

  private static void servePage(HttpExchange page) throws IOException {
    String sdk = page.getRequestURI().getQuery().replaceAll("^sdk=(\\w+).*", "$1");
    String html =
        "<!doctype html><meta charset=utf-8><title>Shop</title><link rel=icon href=data:,>"
            + "<script type=module src=/"
            + sdk
            + ".js></script>";
    answer(page, "text/html", html.getBytes(UTF_8));
  }

  private static void answer(HttpExchange page, String type, byte[] content) throws IOException {
    try (page) {
      page.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
      page.sendResponseHeaders(200, content.length);
      page.getResponseBody().write(content);
    }
  }
}
