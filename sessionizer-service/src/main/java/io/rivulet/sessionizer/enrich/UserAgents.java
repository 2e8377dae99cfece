package io.rivulet.sessionizer.enrich;

import io.rivulet.event.Event;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import ua_parser.OS;
import ua_parser.Parser;
import ua_parser.UserAgent;

/**
 * Reads user agents. Reading one takes up to milliseconds, and few make up most of the traffic, so
 * the most recently used ones are remembered. May be shared by threads.
 */
final class UserAgents {
  /** How many user agents are remembered: some megabytes. */
  private static final int REMEMBERED = 10_000;

  /** Characters of a user agent that are looked at; real ones are shorter. */
  private static final int MAX_LENGTH = 1_024;

  // "cubot" is a maker of telephones.
  private static final Pattern BOT =
      Pattern.compile(
          "(?<!cu)bot|crawl|spider|slurp|headless|phantomjs|facebookexternalhit"
              + "|mediapartners-google|bingpreview|pingdom|lighthouse",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern TABLET =
      Pattern.compile("ipad|tablet|kindle|silk/|playbook", Pattern.CASE_INSENSITIVE);
  private static final Pattern TV =
      Pattern.compile(
          "smart-?tv|apple ?tv|google ?tv|android tv|hbbtv|roku|crkey|bravia|aft[a-z]{1,4}\\b",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern MOBILE =
      Pattern.compile(
          "iphone|ipod|mobile|windows phone|blackberry|opera mini|dalvik|okhttp",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern DESKTOP =
      Pattern.compile("windows nt|macintosh|x11|cros |linux x86_64", Pattern.CASE_INSENSITIVE);

  /**
   * What a user agent says.
   *
   * @param deviceType {@code bot}, {@code tv}, {@code tablet}, {@code mobile} or {@code desktop};
   *     null when the user agent does not tell
   */
  record Facts(
      @Nullable String deviceType,
      @Nullable String manufacturer,
      @Nullable String model,
      Event.@Nullable Os os,
      Event.@Nullable Browser browser,
      boolean bot) {}

  private final Parser parser = new Parser();
  private final DeviceModels models = new DeviceModels();
  private final Map<String, Facts> remembered =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Facts> eldest) {
          return size() > REMEMBERED;
        }
      };

  Facts facts(String userAgent) {
    String text = userAgent.length() > MAX_LENGTH ? userAgent.substring(0, MAX_LENGTH) : userAgent;
    synchronized (remembered) {
      Facts facts = remembered.get(text);
      if (facts != null) {
        return facts;
      }
    }
    Facts facts = read(text);
    synchronized (remembered) {
      remembered.put(text, facts);
    }
    return facts;
  }

  private Facts read(String userAgent) {
    UserAgent browser = parser.parseUserAgent(userAgent);
    OS os = parser.parseOS(userAgent);
    DeviceModels.DeviceModel device = models.find(userAgent);
    boolean spider = device != null && device.family().equals(DeviceModels.SPIDER);
    boolean bot = spider || BOT.matcher(userAgent).find();
    return new Facts(
        bot ? "bot" : deviceType(userAgent),
        device == null || spider ? null : device.manufacturer(),
        device == null || spider ? null : device.model(),
        known(os == null ? null : os.family) == null
            ? null
            : new Event.Os(os.family, version(os.major, os.minor, os.patch)),
        known(browser == null ? null : browser.family) == null
            ? null
            : new Event.Browser(
                browser.family, version(browser.major, browser.minor, browser.patch)),
        bot);
  }

  private static @Nullable String deviceType(String userAgent) {
    String lower = userAgent.toLowerCase(Locale.ROOT);
    if (TV.matcher(lower).find()) {
      return "tv";
    }
    // Android says "Mobile" on telephones only.
    if (TABLET.matcher(lower).find()
        || (lower.contains("android") && lower.contains("mozilla/") && !lower.contains("mobile"))) {
      return "tablet";
    }
    if (lower.contains("android") || MOBILE.matcher(lower).find()) {
      return "mobile";
    }
    return DESKTOP.matcher(lower).find() ? "desktop" : null;
  }

  private static @Nullable String known(@Nullable String family) {
    return family == null || family.equals("Other") ? null : family;
  }

  /** {@code 10.15.7} of its parts, as far as they are known; null when none is. */
  private static @Nullable String version(
      @Nullable String major, @Nullable String minor, @Nullable String patch) {
    if (major == null || major.isEmpty()) {
      return null;
    }
    if (minor == null || minor.isEmpty()) {
      return major;
    }
    return patch == null || patch.isEmpty()
        ? major + '.' + minor
        : major + '.' + minor + '.' + patch;
  }
}
