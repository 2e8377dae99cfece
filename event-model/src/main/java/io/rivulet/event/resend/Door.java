package io.rivulet.event.resend;

import org.jspecify.annotations.Nullable;

/**
 * Where a line enters the collector. Lines of different doors travel in different requests.
 *
 * @param appInstanceId the installation that a Revolt request names; null: the Segment door, whose
 *     lines say all of themselves
 * @param userAgent header User-Agent of a Revolt request
 * @param ip the sender of a Revolt request; believed where the collector trusts us as a proxy
 */
public record Door(
    @Nullable String appInstanceId, @Nullable String userAgent, @Nullable String ip) {
  /** The door of Segment's SDKs. */
  public static final Door SEGMENT = new Door(null, null, null);

  /** The door of an installation with Revolt's SDK. */
  public static Door revolt(String appInstanceId) {
    return new Door(appInstanceId, null, null);
  }

  /** Whether it is that of an installation with Revolt's SDK. */
  public boolean isRevolt() {
    return appInstanceId != null;
  }
}
