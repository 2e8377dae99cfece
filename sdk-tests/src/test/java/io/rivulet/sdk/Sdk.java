package io.rivulet.sdk;

import java.util.Locale;
import java.util.UUID;

/** The SDKs that are tested; each sends into a project of its own. */
enum Sdk {
  SEGMENT_JAVA,
  SEGMENT_KOTLIN,
  RUDDER_JAVA,
  SEGMENT_NODE,
  RUDDER_NODE,
  JITSU_NODE,
  SEGMENT_BROWSER,
  SEGMENT_BROWSER_BATCHING,
  RUDDER_BROWSER,
  RUDDER_BROWSER_BEACON,
  JITSU_BROWSER,
  REVOLT;

  /**
   * SDKs keep what they have not sent, some in folders named by the key: no run finds another's.
   */
  private static final String RUN = UUID.randomUUID().toString().substring(0, 8);

  String project() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String writeKey() {
    return project() + "-key-" + RUN;
  }
}
