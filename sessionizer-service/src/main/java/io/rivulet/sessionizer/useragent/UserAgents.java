package io.rivulet.sessionizer.useragent;

import io.rivulet.event.BoundedText;
import io.rivulet.event.Event;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads user agents. Few make up most of the traffic, so the most recently used ones are
 * remembered. One that nobody has seen before costs about a tenth of a millisecond; one that is
 * made to cost more is given up after {@link #MAX_STEPS}. May be shared by threads.
 */
public final class UserAgents {
  /** Characters of a user agent that are looked at; real ones are shorter. */
  public static final int MAX_LENGTH = 512;

  /** How many user agents are remembered: some megabytes. */
  private static final int REMEMBERED = 10_000;

  /** Characters that all patterns together may look at in one user agent. */
  static final int MAX_STEPS = 120_000;

  /**
   * What a user agent says.
   *
   * @param deviceType {@code bot}, {@code server}, {@code tv}, {@code tablet}, {@code mobile} or
   *     {@code desktop}; null when the user agent does not tell
   */
  public record Facts(
      @Nullable String deviceType,
      @Nullable String manufacturer,
      @Nullable String model,
      Event.@Nullable Os os,
      Event.@Nullable Browser browser,
      boolean bot) {}

  /** A user agent took more than {@link #MAX_STEPS}. */
  public static final class UnreadableUserAgent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableUserAgent() {
      super("the user agent takes more than " + MAX_STEPS + " steps to read", null, false, false);
    }
  }

  private final PatternList browsers;
  private final PatternList systems;
  private final PatternList devices;

  /** Nothing stands for one that was given up. */
  private final Map<String, Optional<Facts>> remembered =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Optional<Facts>> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** Reads the patterns, which takes a second. */
  public UserAgents() {
    List<JsonNode> patterns = PatternList.shipped();
    this.browsers = PatternList.browsers(patterns);
    this.systems = PatternList.systems(patterns);
    this.devices = PatternList.devices(patterns);
  }

  /**
   * What the user agent says.
   *
   * @throws UnreadableUserAgent when it takes too long
   */
  public Facts facts(String userAgent) {
    String text = userAgent.length() > MAX_LENGTH ? userAgent.substring(0, MAX_LENGTH) : userAgent;
    Optional<Facts> facts;
    synchronized (remembered) {
      facts = remembered.get(text);
    }
    if (facts == null) {
      facts = readOrGivenUp(text);
      synchronized (remembered) {
        remembered.put(text, facts);
      }
    }
    return facts.orElseThrow(UnreadableUserAgent::new);
  }

  private Optional<Facts> readOrGivenUp(String userAgent) {
    try {
      return Optional.of(read(userAgent));
    } catch (BoundedText.TooManySteps | StackOverflowError e) {
      return Optional.empty();
    }
  }

  private Facts read(String userAgent) {
    BoundedText text = new BoundedText(userAgent, MAX_STEPS);
    Trigrams trigrams = new Trigrams(userAgent);
    List<@Nullable String> device = devices.find(text, trigrams);
    boolean isSpider = "Spider".equals(field(device, 0));
    String type = DeviceTypes.of(userAgent, trigrams);
    // uap-core counts some programs of backends among the spiders, but who posts events means to.
    boolean isBot =
        DeviceTypes.namesBot(userAgent, trigrams) || (isSpider && !"server".equals(type));
    boolean isNamed = !isSpider && !DeviceTypes.isFrozen(userAgent, trigrams);
    return new Facts(
        isBot ? "bot" : type,
        isNamed ? field(device, 1) : null,
        isNamed ? field(device, 2) : null,
        os(systems.find(text, trigrams)),
        DeviceTypes.isApp(userAgent, trigrams) ? null : browser(browsers.find(text, trigrams)),
        isBot);
  }

  private static Event.@Nullable Os os(List<@Nullable String> fields) {
    String family = known(field(fields, 0));
    return family == null ? null : new Event.Os(family, version(fields));
  }

  private static Event.@Nullable Browser browser(List<@Nullable String> fields) {
    String family = known(field(fields, 0));
    return family == null ? null : new Event.Browser(family, version(fields));
  }

  private static @Nullable String field(List<@Nullable String> fields, int index) {
    return index < fields.size() ? fields.get(index) : null;
  }

  private static @Nullable String known(@Nullable String family) {
    return "Other".equals(family) ? null : family;
  }

  /** {@code 10.15.7} of major, minor and patch, as far as they are known; null when none is. */
  private static @Nullable String version(List<@Nullable String> fields) {
    StringBuilder version = new StringBuilder();
    for (int part = 1; part <= 3 && field(fields, part) != null; part++) {
      version.append(part == 1 ? "" : ".").append(field(fields, part));
    }
    return version.isEmpty() ? null : version.toString();
  }
}
