package io.rivulet.sessionizer.enrich;

import io.rivulet.event.Event;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The user agent data of a browser as SDKs send it: Segment's and Jitsu's in {@code
 * context.userAgentData}, RudderStack's in {@code context.ua-ch}. Names are those that uap-core
 * gives to the same things, so that reports have one name for each.
 */
record ClientHints(JsonNode data) {
  private static final int MAX_MODEL_LENGTH = 100;

  /** Browsers put a brand such as "Not/A)Brand" among theirs, so that nobody relies on the list. */
  private static final Pattern NO_BRAND =
      Pattern.compile("(?i)[^a-z]*not[^a-z]*a?[^a-z]*brand[^a-z]*");

  private static final Pattern VERSION = Pattern.compile("(\\d{1,9})((?:\\.\\d{1,9}){0,3})");
  private static final Pattern TRAILING_ZEROES = Pattern.compile("(?:\\.0)+$");
  private static final Map<String, String> SYSTEMS =
      Map.of("macOS", "Mac OS X", "Chromium OS", "Chrome OS");
  private static final Map<String, String> DESKTOP_BROWSERS =
      Map.of(
          "Microsoft Edge", "Edge",
          "YaBrowser", "Yandex Browser",
          "Yandex", "Yandex Browser");
  private static final Map<String, String> MOBILE_BROWSERS =
      Map.of("Microsoft Edge", "Edge Mobile", "Opera", "Opera Mobile");

  /** The hints of a context; null where there are none. */
  static @Nullable ClientHints of(@Nullable JsonNode context) {
    if (context == null || !context.isObject()) {
      return null;
    }
    JsonNode data = context.get("userAgentData");
    if (data == null || !data.isObject()) {
      data = context.get("ua-ch");
    }
    return data != null && data.isObject() ? new ClientHints(data) : null;
  }

  /** Model of a telephone or tablet, such as {@code SM-S918B}; null on desktops. */
  @Nullable String model() {
    String model = text(data, "model");
    return model == null || model.length() > MAX_MODEL_LENGTH ? null : model;
  }

  /** {@code mobile} or {@code tablet}; null where the hints do not say either. */
  @Nullable String deviceType() {
    JsonNode forms = data.get("formFactors");
    if (forms != null && forms.isArray()) {
      for (JsonNode form : forms) {
        if (form.isString() && form.asString().equals("Tablet")) {
          return "tablet";
        }
      }
    }
    return isMobile() ? "mobile" : null;
  }

  /**
   * System and version, where the hints tell a version that users know: that of Linux is the
   * kernel's, and Windows 11 says 13 and more.
   */
  Event.@Nullable Os os() {
    String platform = text(data, "platform");
    String version = version(text(data, "platformVersion"));
    if (platform == null || version == null) {
      return null;
    }
    return switch (platform) {
      case "Windows" -> windows(version);
      case "Android", "macOS", "Chrome OS", "Chromium OS", "iOS" ->
          new Event.Os(
              SYSTEMS.getOrDefault(platform, platform),
              TRAILING_ZEROES.matcher(version).replaceFirst(""));
      default -> null;
    };
  }

  private static Event.@Nullable Os windows(String version) {
    Matcher m = VERSION.matcher(version);
    int major = m.matches() ? Integer.parseInt(m.group(1)) : 0;
    if (major == 0) {
      return switch (version) {
        case "0.1", "0.1.0" -> new Event.Os("Windows", "7");
        case "0.2", "0.2.0" -> new Event.Os("Windows", "8");
        case "0.3", "0.3.0" -> new Event.Os("Windows", "8.1");
        default -> null;
      };
    }
    return new Event.Os("Windows", major >= 13 ? "11" : "10");
  }

  /** The brand that is none of the engine's; null for Chrome, which the user agent names too. */
  Event.@Nullable Browser browser() {
    JsonNode brands = brands();
    for (JsonNode brand : brands) {
      String name = text(brand, "brand");
      if (name != null && !isEngine(name)) {
        return new Event.Browser(
            (isMobile() ? MOBILE_BROWSERS : DESKTOP_BROWSERS)
                .getOrDefault(name, DESKTOP_BROWSERS.getOrDefault(name, name)),
            version(text(brand, "version")));
      }
    }
    return null;
  }

  /** Whether the browser is one without a window, which programs drive. */
  boolean isHeadless() {
    for (JsonNode brand : brands()) {
      if (String.valueOf(text(brand, "brand")).toLowerCase(Locale.ROOT).contains("headless")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isEngine(String brand) {
    return switch (brand) {
      case "Chromium", "Google Chrome", "Android WebView", "Microsoft Edge WebView2" -> true;
      default -> NO_BRAND.matcher(brand).matches();
    };
  }

  /** The list with whole versions, where the SDK was told to ask for it. */
  private JsonNode brands() {
    JsonNode whole = data.path("fullVersionList");
    return whole.isArray() && !whole.isEmpty() ? whole : data.path("brands");
  }

  private boolean isMobile() {
    return data.path("mobile").asBoolean(false);
  }

  private static @Nullable String version(@Nullable String text) {
    return text != null && VERSION.matcher(text).matches() ? text : null;
  }

  private static @Nullable String text(JsonNode object, String member) {
    JsonNode value = object.get(member);
    return value != null && value.isString() && !value.asString().isBlank()
        ? value.asString().strip()
        : null;
  }
}
