package io.rivulet.sessionizer.useragent;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What sort of device a user agent names, by words: uap-core tells makes and models only. */
final class DeviceTypes {
  // "cubot" is a maker of telephones; what names an address for questions is no browser. Words that
  // an app of somebody's may have in its name (feed, monitor, scanner, preview) are left out: all of
  // its users would be bots.
  private static final Pattern BOT =
      ignoringCase(
          "(?<!cu)bot|crawl|spider|slurp|scraper|archiver|feedfetcher|externalhit|pingdom|synthetics?\\b"
              + "|headless|phantomjs|puppeteer|playwright|selenium|webdriver|ghost inspector"
              + "|lighthouse|gtmetrix|pagespeed|bingpreview|google web preview|google favicon"
              + "|mediapartners-google|google-?(?:other|agent|inspectiontool)|\\+https?:"
              + "|(?:claude|chatgpt|perplexity|mistralai|manus|duckassist)-?user");
  private static final Pattern SERVER =
      ignoringCase(
          "^(curl|wget|python|aiohttp|httpx|go-http-client|java|apache-httpclient|axios|node|undici"
              + "|got|ruby|faraday|guzzlehttp|php|libwww-perl|lwp|postmanruntime|insomnia|httpie)\\b"
              + "|^(@segment/)?analytics[-.](python|node|go|ruby|php|java|net|csharp|rust)\\b"
              + "|^rudder[a-z-]*[-.](python|node|go|ruby|php|java|net)\\b");
  private static final Pattern TABLET = ignoringCase("ipad|tablet|kindle|silk/|playbook");
  private static final Pattern TV =
      ignoringCase(
          "smart-?tv|apple ?tv|google ?tv|android tv|hbbtv|roku|crkey|bravia|aft[a-z]{1,4}\\b");
  private static final Pattern ANDROID = ignoringCase("android");
  private static final Pattern BROWSER = ignoringCase("mozilla/");
  private static final Pattern MOBILE =
      ignoringCase("iphone|ipod|mobile|windows phone|blackberry|opera mini|dalvik|okhttp");
  private static final Pattern DESKTOP =
      ignoringCase("windows nt|macintosh|x11|cros |linux x86_64");
  // Chrome on Android says this of every device since 2023.
  private static final Pattern FROZEN = Pattern.compile("\\(Linux; Android 10; K\\)");

  private DeviceTypes() {}

  private static Pattern ignoringCase(String words) {
    return Pattern.compile(words, Pattern.CASE_INSENSITIVE);
  }

  /** Whether it has a word that robots have. */
  static boolean namesBot(String userAgent) {
    return BOT.matcher(userAgent).find();
  }

  /** Whether the browser keeps the device to itself. */
  static boolean isFrozen(String userAgent) {
    return FROZEN.matcher(userAgent).find();
  }

  /**
   * {@code server} for the programs that talk HTTP for a backend, {@code tv}, {@code tablet},
   * {@code mobile} or {@code desktop}; null when the user agent does not tell.
   */
  static @Nullable String of(String userAgent) {
    if (SERVER.matcher(userAgent).find()) {
      return "server";
    }
    if (TV.matcher(userAgent).find()) {
      return "tv";
    }
    boolean isAndroid = ANDROID.matcher(userAgent).find();
    boolean isMobile = MOBILE.matcher(userAgent).find();
    // Android says "Mobile" on telephones only.
    if (TABLET.matcher(userAgent).find()
        || (isAndroid && !isMobile && BROWSER.matcher(userAgent).find())) {
      return "tablet";
    }
    if (isAndroid || isMobile) {
      return "mobile";
    }
    return DESKTOP.matcher(userAgent).find() ? "desktop" : null;
  }
}
