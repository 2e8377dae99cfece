package io.rivulet.benchmarks.load;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Events of a web shop as Segment's browser SDK sends them, about 600 bytes each. The same seed
 * gives the same events.
 */
public final class SampleEvents {
  private static final int VISITORS = 100_000;
  private static final List<String> NAMES =
      List.of(
          "Product Viewed",
          "Product Added",
          "Product List Viewed",
          "Checkout Started",
          "Order Completed",
          "Coupon Applied");
  private static final List<String> CATEGORIES =
      List.of("books", "garden", "kitchen", "toys", "music", "stationery");
  private static final List<String> LOCALES = List.of("de-AT", "en-GB", "fr-FR", "sl-SI", "it-IT");
  private static final List<String> USER_AGENTS =
      List.of(
          "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36",
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:142.0) Gecko/20100101 Firefox/142.0",
          "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
          "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Mobile Safari/537.36");

  private final SplittableRandom random;
  private final Instant now;
  private final Supplier<String> userAgents;

  /**
   * @param now when the events are sent; they happened within the last ten seconds
   */
  SampleEvents(long seed, Instant now) {
    this.random = new SplittableRandom(seed);
    this.now = now;
    this.userAgents = () -> oneOf(USER_AGENTS);
  }

  /**
   * Events with user agents of your own.
   *
   * @param now when the events are sent; they happened within the last ten seconds
   */
  public SampleEvents(long seed, Instant now, Supplier<String> userAgents) {
    this.random = new SplittableRandom(seed);
    this.now = now;
    this.userAgents = userAgents;
  }

  /** The next event as a JSON object, without blanks, in ASCII. */
  public String next() {
    int product = random.nextInt(100_000);
    String category = oneOf(CATEGORIES);
    String path = "/%s/%d".formatted(category, product);
    return """
        {"type":"track","event":"%s","messageId":"%s","anonymousId":"%s","timestamp":"%s",\
        "context":{"library":{"name":"analytics.js","version":"next-1.81.0"},\
        "page":{"path":"%s","url":"https://shop.example.com%s"},\
        "userAgent":"%s","locale":"%s",\
        "screen":{"width":%d,"height":%d,"density":%d}},\
        "properties":{"product_id":"%d","price":%s,"currency":"EUR","category":"%s"}}"""
        .formatted(
            oneOf(NAMES),
            uuid(random.nextLong()),
            uuid(random.nextInt(VISITORS)),
            now.minusMillis(random.nextInt(10_000)).truncatedTo(ChronoUnit.MILLIS),
            path,
            path,
            userAgents.get(),
            oneOf(LOCALES),
            360 + random.nextInt(1_200),
            640 + random.nextInt(800),
            1 + random.nextInt(3),
            product,
            String.format(Locale.ROOT, "%.2f", random.nextInt(10_000) / 100.0),
            category);
  }

  private String oneOf(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static String uuid(long number) {
    // Spreads the number over all digits, as in a random UUID.
    var digits = new SplittableRandom(number);
    return new UUID(digits.nextLong(), digits.nextLong()).toString();
  }
}
