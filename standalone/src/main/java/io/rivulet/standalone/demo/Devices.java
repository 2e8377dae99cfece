package io.rivulet.standalone.demo;

import io.rivulet.event.resend.Door;
import io.rivulet.standalone.replay.EventLine;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What one person has, and what speaks for the person. */
final class Devices {
  private static final List<String> BROWSERS =
      List.of(
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
          "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
          "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0",
          "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
          "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1");

  private static final List<List<String>> PHONES =
      List.of(
          List.of("Apple", "iPhone 16", "iOS", "18.5"),
          List.of("Apple", "iPhone 15", "iOS", "18.5"),
          List.of("Apple", "iPhone 13", "iOS", "17.7"),
          List.of("Samsung", "Galaxy S24", "Android", "15"),
          List.of("Samsung", "Galaxy A55", "Android", "14"),
          List.of("Google", "Pixel 9", "Android", "16"),
          List.of("Xiaomi", "Redmi Note 13", "Android", "14"));

  private static final List<List<String>> COMPUTERS =
      List.of(
          List.of("Dell", "Latitude", "Windows", "11"),
          List.of("Lenovo", "ThinkPad", "Windows", "11"),
          List.of("Apple", "MacBook Pro", "macOS", "15.5"));

  /** A new version of the apps comes every two weeks. */
  private static final int DAYS_OF_A_VERSION = 14;

  private final Product product;
  private final String person;
  private final Country country;
  private final Random random;
  private final List<Outbox> outboxes = new ArrayList<>();

  Devices(Product product, String person, Country country, Random random) {
    this.product = product;
    this.person = person;
    this.country = country;
    this.random = random;
  }

  /** What all of them send, one device after the other. */
  List<EventLine> lines() {
    return outboxes.stream().flatMap(outbox -> outbox.lines().stream()).toList();
  }

  /**
   * @param campaign that led to the website; null: none
   */
  Client browser(@Nullable String campaign) {
    Map<String, Object> context = new HashMap<>();
    context.put("userAgent", any(BROWSERS));
    context.put("locale", country.locale());
    context.put("timezone", country.zone().getId());
    context.put("location", Map.of("country", country.name()));
    context.put("library", Map.of("name", "analytics.js", "version", "2.1.0"));
    if (campaign != null) {
      context.put("campaign", Map.of("name", "Launch", "source", campaign, "medium", "referral"));
    }
    return new SegmentClient(
        outbox("web", Door.SEGMENT),
        "web-" + person,
        null,
        at -> {
          Map<String, Object> then = new HashMap<>(context);
          then.put("app", Map.of("name", "Hourglass", "version", version(at)));
          return then;
        });
  }

  Client phone() {
    return app("phone", any(PHONES), true);
  }

  Client computer() {
    return app("desktop", any(COMPUTERS), false);
  }

  private Client app(String kind, List<String> model, boolean isMobile) {
    String instance = kind + "-" + person;
    int zoneOffset = country.offsetOn(product.launch()).getTotalSeconds() / 60;
    Map<String, ?> device =
        Map.of(
            "brand", model.get(0),
            "model", model.get(1),
            "os", model.get(2),
            "osVersion", model.get(3),
            "language", country.locale(),
            "zoneOffset", zoneOffset);
    return new RevoltClient(
        outbox(kind, Door.revolt(instance)),
        at -> {
          Map<String, Object> description = new HashMap<>();
          description.put(
              "app",
              Map.of(
                  "type",
                  isMobile ? "mobile" : "desktop",
                  "version",
                  version(at),
                  "sdkVersion",
                  "3.2.0",
                  "code",
                  "hourglass"));
          description.put("device", device);
          if (isMobile) {
            description.put("mobileDevice", Map.of("deviceId", instance));
          }
          return description;
        });
  }

  /** The chat bot, which passes on what a user writes to it. */
  Client chatBot(String user) {
    return program("bot", "Hourglass bot", user);
  }

  /** The server that takes the money. */
  Client backend(String user) {
    return program("billing", "Hourglass billing", user);
  }

  private Client program(String kind, String name, String user) {
    Map<String, ?> context =
        Map.of(
            "library", Map.of("name", "@segment/analytics-node", "version", "2.3.0"),
            "app", Map.of("name", name));
    return new SegmentClient(outbox(kind, Door.SEGMENT), null, user, at -> context);
  }

  private Outbox outbox(String kind, Door door) {
    Outbox outbox = new Outbox(kind + "-" + person, door, product.now());
    outboxes.add(outbox);
    return outbox;
  }

  private String version(Instant at) {
    LocalDate day = at.atOffset(ZoneOffset.UTC).toLocalDate();
    return "2." + Math.max(0, product.age(day)) / DAYS_OF_A_VERSION;
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
