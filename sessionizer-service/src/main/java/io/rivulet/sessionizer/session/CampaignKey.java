package io.rivulet.sessionizer.session;

import io.rivulet.event.Event.Campaign;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * A campaign in 8 bytes, the first of a SHA-256 of all its members, so that an actor's memory
 * neither grows with the texts that senders put into addresses nor keeps them.
 */
public final class CampaignKey {
  /** Of an event that names no campaign. */
  public static final long NONE = 0;

  private CampaignKey() {}

  /** The key of a campaign; {@link #NONE} where there is none or none of its members is known. */
  public static long of(@Nullable Campaign campaign) {
    if (campaign == null || campaign.equals(new Campaign(null, null, null, null, null))) {
      return NONE;
    }
    MessageDigest digest = sha256();
    update(digest, campaign.name());
    update(digest, campaign.source());
    update(digest, campaign.medium());
    update(digest, campaign.term());
    update(digest, campaign.content());
    long key = ByteBuffer.wrap(digest.digest()).getLong();
    return key == NONE ? 1 : key;
  }

  private static void update(MessageDigest digest, @Nullable String member) {
    digest.update(
        (member == null ? "-" : member.length() + ":" + member).getBytes(StandardCharsets.UTF_8));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
