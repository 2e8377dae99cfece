package io.rivulet.ingest.decode;

import java.nio.charset.StandardCharsets;

/** Names of JSON members, as bytes. */
final class Names {
  // As clients send them; many are called the same in the line.
  static final byte[] TYPE = ascii("type");
  static final byte[] EVENT = ascii("event");
  static final byte[] NAME = ascii("name");
  static final byte[] ANONYMOUS_ID = ascii("anonymousId");
  static final byte[] USER_ID = ascii("userId");
  static final byte[] GROUP_ID = ascii("groupId");
  static final byte[] PREVIOUS_ID = ascii("previousId");
  static final byte[] MESSAGE_ID = ascii("messageId");
  static final byte[] TIMESTAMP = ascii("timestamp");
  static final byte[] ORIGINAL_TIMESTAMP = ascii("originalTimestamp");
  static final byte[] SENT_AT = ascii("sentAt");
  static final byte[] PROPERTIES = ascii("properties");
  static final byte[] TRAITS = ascii("traits");
  static final byte[] CONTEXT = ascii("context");
  static final byte[] INTEGRATIONS = ascii("integrations");
  static final byte[] WRITE_KEY = ascii("writeKey");
  static final byte[] LIBRARY = ascii("library");
  static final byte[] APP = ascii("app");
  static final byte[] DEVICE = ascii("device");
  static final byte[] OS = ascii("os");
  static final byte[] SCREEN = ascii("screen");
  static final byte[] CAMPAIGN = ascii("campaign");
  static final byte[] LOCATION = ascii("location");
  static final byte[] LOCALE = ascii("locale");
  static final byte[] TIMEZONE = ascii("timezone");
  static final byte[] USER_AGENT = ascii("userAgent");
  static final byte[] IP = ascii("ip");
  static final byte[] PAGE = ascii("page");
  static final byte[] VERSION = ascii("version");
  static final byte[] BUILD = ascii("build");
  static final byte[] NAMESPACE = ascii("namespace");
  static final byte[] ID = ascii("id");
  static final byte[] MANUFACTURER = ascii("manufacturer");
  static final byte[] MODEL = ascii("model");
  static final byte[] ADVERTISING_ID = ascii("advertisingId");
  static final byte[] WIDTH = ascii("width");
  static final byte[] HEIGHT = ascii("height");
  static final byte[] DENSITY = ascii("density");
  static final byte[] SOURCE = ascii("source");
  static final byte[] MEDIUM = ascii("medium");
  static final byte[] TERM = ascii("term");
  static final byte[] CONTENT = ascii("content");
  static final byte[] COUNTRY = ascii("country");
  static final byte[] CITY = ascii("city");
  static final byte[] URL = ascii("url");
  static final byte[] PATH = ascii("path");
  static final byte[] REFERRER = ascii("referrer");
  static final byte[] TITLE = ascii("title");
  static final byte[] SEARCH = ascii("search");
  static final byte[] META = ascii("meta");
  static final byte[] DATA = ascii("data");
  static final byte[] ACTIVITY = ascii("activity");
  static final byte[] APP_USER_ID = ascii("appUserId");
  static final byte[] SDK_VERSION = ascii("sdkVersion");
  static final byte[] CODE = ascii("code");
  static final byte[] MOBILE_DEVICE = ascii("mobileDevice");
  static final byte[] DEVICE_ID = ascii("deviceId");
  static final byte[] BRAND = ascii("brand");
  static final byte[] OS_VERSION = ascii("osVersion");
  static final byte[] SCREEN_RES_WIDTH_PX = ascii("screenResWidthPx");
  static final byte[] SCREEN_RES_HEIGHT_PX = ascii("screenResHeightPx");
  static final byte[] ZONE_OFFSET = ascii("zoneOffset");
  static final byte[] LANGUAGE = ascii("language");

  // As they stand in the line only, see io.rivulet.event.Event.
  static final byte[] LINE_EVENT_ID = ascii("event_id");
  static final byte[] LINE_PROJECT = ascii("project");
  static final byte[] LINE_INSTANCE_ID = ascii("instance_id");
  static final byte[] LINE_USER_ID = ascii("user_id");
  static final byte[] LINE_GROUP_ID = ascii("group_id");
  static final byte[] LINE_PREVIOUS_ID = ascii("previous_id");
  static final byte[] LINE_OCCURRED_AT = ascii("occurred_at");
  static final byte[] LINE_RECEIVED_AT = ascii("received_at");
  static final byte[] LINE_SENT_AT = ascii("sent_at");
  static final byte[] LINE_ORIGINAL_TIMESTAMP = ascii("original_timestamp");
  static final byte[] LINE_CLOCK_CORRECTION_MS = ascii("clock_correction_ms");
  static final byte[] LINE_CLOCK_CORRECTION_REASON = ascii("clock_correction_reason");
  static final byte[] LINE_PROTOCOL = ascii("protocol");
  static final byte[] LINE_USER_AGENT = ascii("user_agent");
  static final byte[] LINE_ADVERTISING_ID = ascii("advertising_id");
  static final byte[] LINE_LEFT_OVER = ascii("_message");

  private Names() {}

  private static byte[] ascii(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }
}
