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
  JITSU_NODE_SERVER,
  SEGMENT_BROWSER,
  SEGMENT_BROWSER_BATCHING,
  RUDDER_BROWSER,
  RUDDER_BROWSER_BEACON,
  JITSU_BROWSER,
  REVOLT;

  // New in every run, since SDKs keep what they have not sent in folders named by the key; and of a
  // form that Jitsu's SDK takes: 25 characters that begin with c.
  private final String writeKey =
      "c" + UUID.randomUUID().toString().replace("-", "").substring(0, 24);

  String project() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String writeKey() {
    return writeKey;
  }
}
