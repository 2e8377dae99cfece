package io.rivulet.sessionizer.useragent;

import org.jspecify.annotations.Nullable;

/** What sort of device a user agent names, by words: uap-core tells makes and models only. */
final class DeviceTypes {
  // "cubot" is a maker of telephones; what names an address for questions is no browser. Words that
  // an app of somebody's may have in its name (feed, monitor, scanner, preview) are left out: all
  // of
  // its users would be bots.
  private static final FilteredPattern BOT =
      ignoringCase(
          "(?<!cu)bot|crawl|spider|slurp|scraper|archiver|feedfetcher|externalhit|pingdom|synthetics?\\b"
              + "|headless|phantomjs|puppeteer|playwright|selenium|webdriver|ghost inspector"
              + "|lighthouse|gtmetrix|pagespeed|bingpreview|google web preview|google favicon"
              + "|mediapartners-google|google-?(?:other|agent|inspectiontool)|\\+https?:"
              + "|(?:claude|chatgpt|perplexity|mistralai|manus|duckassist)-?user");
  private static final FilteredPattern SERVER =
      ignoringCase(
          "^(curl|wget|python|aiohttp|httpx|go-http-client|java|apache-httpclient|axios|node|undici"
              + "|got|ruby|faraday|guzzlehttp|php|libwww-perl|lwp|postmanruntime|insomnia|httpie)\\b"
              + "|^(@segment/)?analytics[-.](python|node|go|ruby|php|java|net|csharp|rust)\\b"
              + "|^rudder[a-z-]*[-.](python|node|go|ruby|php|java|net)\\b");
  private static final FilteredPattern APP = ignoringCase("^dalvik/|^okhttp/|\\bcfnetwork/");
  private static final FilteredPattern TABLET = ignoringCase("ipad|tablet|kindle|silk/|playbook");
  private static final FilteredPattern TV =
      ignoringCase(
          "smart-?tv|apple ?tv|google ?tv|android tv|hbbtv|roku|crkey|bravia|aft[a-z]{1,4}\\b");
  private static final FilteredPattern ANDROID = ignoringCase("android");
  private static final FilteredPattern BROWSER = ignoringCase("mozilla/");
  private static final FilteredPattern MOBILE =
      ignoringCase("iphone|ipod|mobile|windows phone|blackberry|opera mini|dalvik|okhttp");
  private static final FilteredPattern DESKTOP =
      ignoringCase("windows nt|macintosh|x11|cros |linux x86_64");
  // Chrome on Android says this of every device since 2023.
  private static final FilteredPattern FROZEN =
      FilteredPattern.of("\\(Linux; Android 10; K\\)", false);

  private DeviceTypes() {}

  private static FilteredPattern ignoringCase(String words) {
    return FilteredPattern.of(words, true);
  }

  /** Whether it has a word that robots have. */
  static boolean namesBot(String userAgent, Trigrams trigrams) {
    return BOT.find(userAgent, trigrams) != null;
  }

  /** Whether it is that of an app, which uap-core takes for the browser of that name. */
  static boolean isApp(String userAgent, Trigrams trigrams) {
    return APP.find(userAgent, trigrams) != null && BROWSER.find(userAgent, trigrams) == null;
  }

  /** Whether the browser keeps the device to itself. */
  static boolean isFrozen(String userAgent, Trigrams trigrams) {
    return FROZEN.find(userAgent, trigrams) != null;
  }

  /**
   * {@code server} for the programs that talk HTTP for a backend, {@code tv}, {@code tablet},
   * {@code mobile} or {@code desktop}; null when the user agent does not tell.
   */
  static @Nullable String of(String userAgent, Trigrams trigrams) {
    if (SERVER.find(userAgent, trigrams) != null) {
      return "server";
    }
    if (TV.find(userAgent, trigrams) != null) {
      return "tv";
    }
    boolean isAndroid = ANDROID.find(userAgent, trigrams) != null;
    boolean isMobile = MOBILE.find(userAgent, trigrams) != null;
    // Android says "Mobile" on telephones only.
    if (TABLET.find(userAgent, trigrams) != null
        || (isAndroid && !isMobile && BROWSER.find(userAgent, trigrams) != null)) {
      return "tablet";
    }
    if (isAndroid || isMobile) {
      return "mobile";
    }
    return DESKTOP.find(userAgent, trigrams) != null ? "desktop" : null;
  }
}
