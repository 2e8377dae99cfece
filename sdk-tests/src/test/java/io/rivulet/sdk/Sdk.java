package io.rivulet.sdk;

import java.util.Locale;

/** The SDKs that are tested; each sends into a project of its own. */
enum Sdk {
  SEGMENT_JAVA,
  SEGMENT_KOTLIN,
  RUDDER_JAVA,
  SEGMENT_NODE,
  RUDDER_NODE,
  JITSU_NODE,
  SEGMENT_BROWSER,
  RUDDER_BROWSER,
  JITSU_BROWSER,
  REVOLT;

  String project() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String writeKey() {
    return project() + "-key";
  }
}
