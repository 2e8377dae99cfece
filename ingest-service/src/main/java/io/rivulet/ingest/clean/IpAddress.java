package io.rivulet.ingest.clean;

import io.rivulet.event.clean.CleanText;
import io.rivulet.event.project.Project.IpPolicy;
import org.jspecify.annotations.Nullable;

/** Applies a project's policy to the addresses of senders. */
public final class IpAddress {
  private IpAddress() {}

  /** What the policy keeps, clean: the header of a proxy can say anything. */
  public static @Nullable String keep(IpPolicy policy, @Nullable String address) {
    String kept = policy.keep(address);
    return kept == null ? null : CleanText.clean(kept);
  }
}
