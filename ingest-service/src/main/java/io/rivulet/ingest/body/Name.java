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

  /** More than any {@link #mark}. */
  public static final int MARKS = values().length + 1;

  // Six times as many places as names, so that a search mostly ends at once.
  private static final int PLACES_BITS = 9;
  private static final int PLACES = 1 << PLACES_BITS;
  private static final long SPREAD = 0x9E3779B97F4A7C15L; // 2^64 divided by the golden ratio
  private static final @Nullable Name[] TABLE = table();

  @SuppressWarnings("ImmutableEnumChecker") // nobody changes it
  private final byte[] ascii;

  @SuppressWarnings("ImmutableEnumChecker") // nobody changes it
  private final byte[] member;

  // Its first eight bytes, or as many as there are, and its last eight.
  private final long head;
  private final long tail;

  Name(String text) {
    this.ascii = text.getBytes(StandardCharsets.US_ASCII);
    this.member = ('"' + text + "\":").getBytes(StandardCharsets.US_ASCII);
    this.head = head(ascii, 0, ascii.length);
    this.tail = ascii.length <= Long.BYTES ? 0 : EightBytes.at(ascii, ascii.length - Long.BYTES);
  }

  /** Its bytes; not to be changed. */
  public byte[] ascii() {
    return ascii;
  }

  /** What a member of that name begins with, quotes and colon; not to be changed. */
  public byte[] member() {
    return member;
  }

  /** A number of its own, from 1 to below {@link #MARKS}; good for as long as the program runs. */
  @SuppressWarnings("EnumOrdinal") // never stored
  public int mark() {
    return ordinal() + 1;
  }

  /** The name that these bytes are; null for any other. */
  static @Nullable Name of(byte[] json, int from, int to) {
    int length = to - from;
    long head = head(json, from, length);
    for (int place = place(head, length); ; place = (place + 1) & (PLACES - 1)) {
      Name name = TABLE[place];
      if (name == null || name.is(json, from, length, head)) {
        return name;
      }
    }
  }

  private boolean is(byte[] json, int from, int length, long itsHead) {
    return itsHead == head
        && length == ascii.length
        && (length <= Long.BYTES || EightBytes.at(json, from + length - Long.BYTES) == tail)
        && (length <= 2 * Long.BYTES
            || Arrays.equals(json, from, from + length, ascii, 0, ascii.length));
  }

  /** The first eight bytes, or as many as there are, as a number. */
  private static long head(byte[] text, int from, int length) {
    if (from + Long.BYTES <= text.length) {
      long eight = EightBytes.at(text, from);
      return length >= Long.BYTES ? eight : eight & ((1L << (Byte.SIZE * length)) - 1);
    }
    long head = 0;
    for (int i = 0; i < Math.min(length, Long.BYTES); i++) {
      head |= (text[from + i] & 0xffL) << (Byte.SIZE * i);
    }
    return head;
  }

  private static int place(long head, int length) {
    return (int) (((head + length) * SPREAD) >>> (Long.SIZE - PLACES_BITS));
  }

  private static @Nullable Name[] table() {
    @Nullable Name[] table = new Name[PLACES];
    for (Name name : values()) {
      int place = place(name.head, name.ascii.length);
      while (table[place] != null) {
        place = (place + 1) & (PLACES - 1);
      }
      table[place] = name;
    }
    return table;
  }
}
