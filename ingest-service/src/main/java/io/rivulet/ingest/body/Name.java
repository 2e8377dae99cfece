package io.rivulet.ingest.body;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Names of JSON members that mean something to the collector. A tape knows them by sight. */
public enum Name {
  // As clients send them; many are called the same in the stored line.
  TYPE("type"),
  EVENT("event"),
  NAME("name"),
  ANONYMOUS_ID("anonymousId"),
  USER_ID("userId"),
  GROUP_ID("groupId"),
  PREVIOUS_ID("previousId"),
  MESSAGE_ID("messageId"),
  TIMESTAMP("timestamp"),
  ORIGINAL_TIMESTAMP("originalTimestamp"),
  SENT_AT("sentAt"),
  PROPERTIES("properties"),
  TRAITS("traits"),
  CONTEXT("context"),
  INTEGRATIONS("integrations"),
  WRITE_KEY("writeKey"),
  LIBRARY("library"),
  APP("app"),
  DEVICE("device"),
  OS("os"),
  SCREEN("screen"),
  CAMPAIGN("campaign"),
  LOCATION("location"),
  LOCALE("locale"),
  TIMEZONE("timezone"),
  USER_AGENT("userAgent"),
  IP("ip"),
  REQUEST_IP("request_ip"),
  PAGE("page"),
  VERSION("version"),
  BUILD("build"),
  NAMESPACE("namespace"),
  ID("id"),
  MANUFACTURER("manufacturer"),
  MODEL("model"),
  ADVERTISING_ID("advertisingId"),
  WIDTH("width"),
  HEIGHT("height"),
  DENSITY("density"),
  SOURCE("source"),
  MEDIUM("medium"),
  TERM("term"),
  CONTENT("content"),
  COUNTRY("country"),
  CITY("city"),
  URL("url"),
  PATH("path"),
  REFERRER("referrer"),
  TITLE("title"),
  SEARCH("search"),
  META("meta"),
  DATA("data"),
  ACTIVITY("activity"),
  APP_USER_ID("appUserId"),
  SDK_VERSION("sdkVersion"),
  CODE("code"),
  MOBILE_DEVICE("mobileDevice"),
  DEVICE_ID("deviceId"),
  BRAND("brand"),
  OS_VERSION("osVersion"),
  SCREEN_RES_WIDTH_PX("screenResWidthPx"),
  SCREEN_RES_HEIGHT_PX("screenResHeightPx"),
  ZONE_OFFSET("zoneOffset"),
  LANGUAGE("language"),
  BATCH("batch"),

  // As they stand in the line only, see io.rivulet.event.Event.
  LINE_EVENT_ID("event_id"),
  LINE_PROJECT("project"),
  LINE_INSTANCE_ID("instance_id"),
  LINE_USER_ID("user_id"),
  LINE_GROUP_ID("group_id"),
  LINE_PREVIOUS_ID("previous_id"),
  LINE_OCCURRED_AT("occurred_at"),
  LINE_RECEIVED_AT("received_at"),
  LINE_SENT_AT("sent_at"),
  LINE_ORIGINAL_TIMESTAMP("original_timestamp"),
  LINE_CLOCK_CORRECTION_MS("clock_correction_ms"),
  LINE_CLOCK_CORRECTION_REASON("clock_correction_reason"),
  LINE_PROTOCOL("protocol"),
  LINE_USER_AGENT("user_agent"),
  LINE_ADVERTISING_ID("advertising_id"),
  LINE_LEFT_OVER("_message");

  // Four times as many places as names, so that a search mostly ends at once.
  private static final int PLACES = 512;
  private static final @Nullable Name[] TABLE = table();

  @SuppressWarnings("ImmutableEnumChecker") // nobody changes it
  private final byte[] ascii;

  @SuppressWarnings("ImmutableEnumChecker") // nobody changes it
  private final byte[] member;

  Name(String text) {
    this.ascii = text.getBytes(StandardCharsets.US_ASCII);
    this.member = ('"' + text + "\":").getBytes(StandardCharsets.US_ASCII);
  }

  /** Its bytes; not to be changed. */
  public byte[] ascii() {
    return ascii;
  }

  /** What a member of that name begins with, quotes and colon; not to be changed. */
  public byte[] member() {
    return member;
  }

  /** A number of its own, from 1; good for as long as the program runs. */
  @SuppressWarnings("EnumOrdinal") // never stored
  byte mark() {
    return (byte) (ordinal() + 1);
  }

  /** The name that these bytes are; null for any other. */
  static @Nullable Name of(byte[] json, int from, int to) {
    for (int place = place(json, from, to); ; place = (place + 1) % PLACES) {
      Name name = TABLE[place];
      if (name == null || Arrays.equals(json, from, to, name.ascii, 0, name.ascii.length)) {
        return name;
      }
    }
  }

  private static int place(byte[] text, int from, int to) {
    int length = to - from;
    if (length == 0) {
      return 0;
    }
    int hash = length + 31 * text[from] + 37 * text[from + length / 2] + 101 * text[to - 1];
    return hash & (PLACES - 1);
  }

  private static @Nullable Name[] table() {
    @Nullable Name[] table = new Name[PLACES];
    for (Name name : values()) {
      int place = place(name.ascii, 0, name.ascii.length);
      while (table[place] != null) {
        place = (place + 1) % PLACES;
      }
      table[place] = name;
    }
    return table;
  }
}
