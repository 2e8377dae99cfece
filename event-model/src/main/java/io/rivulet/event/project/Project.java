package io.rivulet.event.project;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rivulet.event.BoundedPattern;
import io.rivulet.event.RejectedEvent;
import io.rivulet.event.SessionRule;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * One product whose events are kept apart from all others.
 *
 * @param id names it in Kafka, in the lake and in reports: lower-case letters, digits, {@code -}
 *     and {@code _}, at most 64, beginning with a letter or digit
 * @param name for people; the id where absent
 * @param writeKeys any of these lets a Segment client post; at least one
 * @param revoltSecret password of Revolt clients, whose user name is the project's id; absent: no
 *     Revolt client may post
 * @param timeZone in which the reports' days begin; UTC where absent
 * @param weekStart first day of the reports' weeks; Monday where absent
 * @param session when sessions end; 30 minutes and 24 hours where absent
 * @param allowedOrigins web origins whose pages may post, see {@link #allowsOrigin}; empty: all may
 * @param ipPolicy what is kept of the sender's address; truncated where absent
 * @param maxEventsPerSecond what each collector takes of the project's events in the long run;
 *     {@link #DEFAULT_MAX_EVENTS_PER_SECOND} where absent
 * @param trustedClock whether the senders' clocks are right, as servers' are, and never corrected
 * @param bots whether reports count bots' events; excluded where absent
 * @param keyEvents names of events any one of which makes a session engaged
 * @param botUserAgents regular expressions of the user agents that are bots beside those known to
 *     all, at most {@link #MAX_BOT_USER_AGENTS}; case makes no difference
 * @param trackingPlan file of the project's tracking plan, beside the projects file unless
 *     absolute; null: its events are not held against a plan
 * @param funnels whose conversion reports count, at most {@link Funnel#MAX_FUNNELS}
 * @param features whose adoption reports count, at most {@link Feature#MAX_FEATURES}
 * @param properties whose values reports count, at most {@link ReportedProperties#MAX_PROPERTIES}
 * @param items properties that name what is recommended, at most {@link
 *     ItemProperty#MAX_ITEM_PROPERTIES}
 * @param money where what persons pay stands; {@link Money#DEFAULT} where absent
 */
public record Project(
    String id,
    String name,
    List<String> writeKeys,
    @Nullable String revoltSecret,
    ZoneId timeZone,
    DayOfWeek weekStart,
    Session session,
    List<String> allowedOrigins,
    IpPolicy ipPolicy,
    Integer maxEventsPerSecond,
    boolean trustedClock,
    Bots bots,
    List<String> keyEvents,
    List<String> botUserAgents,
    @Nullable String trackingPlan,
    List<Funnel> funnels,
    List<Feature> features,
    List<ReportedProperties> properties,
    List<ItemProperty> items,
    Money money) {

  /** Events a second and collector of a project that names no bound: more than one core decodes. */
  public static final int DEFAULT_MAX_EVENTS_PER_SECOND = 50_000;

  /** Most expressions that {@code bot-user-agents} may have: each is tried on every user agent. */
  public static final int MAX_BOT_USER_AGENTS = 20;

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

  /** What is kept of the sender's IP address. */
  public enum IpPolicy {
    /** The whole address. */
    FULL,
    /** IPv4 without its last 8 bits, IPv6 without its last 80. */
    TRUNCATED,
    /** Nothing. */
    NONE;

    /**
     * What the policy keeps of an address: {@code 192.0.2.77} truncated is {@code 192.0.2.0},
     * {@code 2001:db8:1:2::3} is {@code 2001:db8:1::}. Null where nothing is kept; a text that is
     * no address is only kept by {@link #FULL}. What was kept once is kept again as it is.
     */
    public @Nullable String keep(@Nullable String address) {
      if (address == null || address.isBlank() || this == NONE) {
        return null;
      }
      return this == FULL ? address : IpAddress.truncated(address);
    }
  }

  /** What reports do with the events of bots. Sessions and the lake keep them in any case. */
  public enum Bots {
    /** Reports count people only. */
    EXCLUDE,
    /** Reports count bots like people. */
    INCLUDE
  }

  /**
   * The session rule as it is written in the file.
   *
   * @param inactivityGap longest silence within a session, such as {@code 30m}
   * @param maxDuration distance of the cuts of a chain that does not end, such as {@code 24h}
   * @param splitAtMidnight whether sessions end at midnight in the project's time zone
   * @param splitOnCampaign whether an event from another campaign starts a session
   */
  public record Session(
      @Nullable @JsonProperty("inactivity-gap") Duration inactivityGap,
      @Nullable @JsonProperty("max-duration") Duration maxDuration,
      @JsonProperty("split-at-midnight") boolean splitAtMidnight,
      @JsonProperty("split-on-campaign") boolean splitOnCampaign) {

    private static final Session DEFAULT = new Session(null, null, false, false);

    private SessionRule rule(ZoneId timeZone) {
      return new SessionRule(
          Objects.requireNonNullElse(inactivityGap, SessionRule.DEFAULT.inactivityGap()),
          Objects.requireNonNullElse(maxDuration, SessionRule.DEFAULT.maxDuration()),
          splitAtMidnight ? timeZone : null,
          splitOnCampaign);
    }
  }

  /**
   * Checks what the file says and fills in the defaults.
   *
   * @throws IllegalArgumentException naming the member and the value that cannot be
   */
  public Project {
    if (id == null || !ID.matcher(id).matches() || id.equals(RejectedEvent.UNKNOWN_PROJECT)) {
      throw new IllegalArgumentException(
          "id '" + id + "' is not 1 to 64 of a-z, 0-9, - and _ beginning with a letter or digit");
    }
    name = name == null || name.isBlank() ? id : name;
    if (writeKeys == null || writeKeys.isEmpty() || writeKeys.stream().anyMatch(Project::blank)) {
      throw new IllegalArgumentException("project '" + id + "' has no write-keys, or a blank one");
    }
    writeKeys = List.copyOf(writeKeys);
    timeZone = Objects.requireNonNullElse(timeZone, ZoneOffset.UTC);
    if (timeZone instanceof ZoneOffset && !timeZone.equals(ZoneOffset.UTC)) {
      throw new IllegalArgumentException(
          "time-zone '" + timeZone + "' is an offset; name a region such as Europe/Vienna, or UTC");
    }
    weekStart = Objects.requireNonNullElse(weekStart, DayOfWeek.MONDAY);
    session = Objects.requireNonNullElse(session, Session.DEFAULT);
    SessionRule unused = session.rule(timeZone);
    allowedOrigins =
        allowedOrigins == null
            ? List.of()
            : allowedOrigins.stream().map(o -> Objects.requireNonNullElse(o, "null")).toList();
    allowedOrigins.forEach(AllowedOrigin::of);
    ipPolicy = Objects.requireNonNullElse(ipPolicy, IpPolicy.TRUNCATED);
    maxEventsPerSecond =
        Objects.requireNonNullElse(maxEventsPerSecond, DEFAULT_MAX_EVENTS_PER_SECOND);
    if (maxEventsPerSecond <= 0) {
      throw new IllegalArgumentException(
          "max-events-per-second " + maxEventsPerSecond + " is not positive");
    }
    bots = Objects.requireNonNullElse(bots, Bots.EXCLUDE);
    keyEvents = keyEvents == null ? List.of() : List.copyOf(keyEvents);
    botUserAgents = botUserAgents == null ? List.of() : botUserAgents;
    checkBotUserAgents(botUserAgents);
    botUserAgents = List.copyOf(botUserAgents);
    trackingPlan = blank(trackingPlan) ? null : trackingPlan;
    funnels = funnels == null ? List.of() : List.copyOf(funnels);
    Declared.requireDistinct(
        "funnels", funnels.stream().map(Funnel::name).toList(), Funnel.MAX_FUNNELS);
    features = features == null ? List.of() : List.copyOf(features);
    Declared.requireDistinct(
        "features", features.stream().map(Feature::name).toList(), Feature.MAX_FEATURES);
    properties = properties == null ? List.of() : List.copyOf(properties);
    Declared.requireDistinct(
        "properties",
        properties.stream()
            .flatMap(p -> p.names().stream().map(n -> p.event() + ": " + n))
            .toList(),
        ReportedProperties.MAX_PROPERTIES);
    items = items == null ? List.of() : List.copyOf(items);
    Declared.requireDistinct(
        "items",
        items.stream().map(ItemProperty::property).toList(),
        ItemProperty.MAX_ITEM_PROPERTIES);
    money = Objects.requireNonNullElse(money, Money.DEFAULT);
  }

  /** When the project's sessions end, with defaults for what the file leaves out. */
  public SessionRule sessionRule() {
    return session.rule(timeZone);
  }

  private static void checkBotUserAgents(List<String> expressions) {
    if (expressions.size() > MAX_BOT_USER_AGENTS) {
      throw new IllegalArgumentException(
          "bot-user-agents has %d expressions, more than %d"
              .formatted(expressions.size(), MAX_BOT_USER_AGENTS));
    }
    for (String expression : expressions) {
      if (blank(expression)) {
        throw new IllegalArgumentException("bot-user-agents has a blank entry");
      }
      try {
        if (new BoundedPattern(expression, 0, 1_000).isFoundIn("")) {
          throw new IllegalArgumentException(
              "bot-user-agents has '" + expression + "', which is found in every user agent");
        }
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException(
            "bot-user-agents has '%s', which is no regular expression: %s"
                .formatted(expression, e.getDescription()));
      }
    }
  }

  private static boolean blank(@Nullable String text) {
    return text == null || text.isBlank();
  }

  /**
   * Whether a page of that origin may post. With {@code allowed-origins: [https://*.shop.example]}
   * {@code https://www.shop.example} may, {@code https://shop.example} and {@code
   * https://shop.example.evil.example} may not; without the member all may.
   *
   * @param origin value of the request's Origin header; requests without one come from no page, and
   *     this says nothing about them
   */
  public boolean allowsOrigin(String origin) {
    if (allowedOrigins.isEmpty()) {
      return true;
    }
    String canonical = AllowedOrigin.canonical(origin);
    return allowedOrigins.stream().anyMatch(entry -> AllowedOrigin.of(entry).allows(canonical));
  }

  /** The project without its keys and secret: it may be logged. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "Project[%s]", id);
  }
}
