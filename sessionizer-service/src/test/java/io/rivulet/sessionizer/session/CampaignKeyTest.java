package io.rivulet.sessionizer.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.Event.Campaign;
import org.junit.jupiter.api.Test;

class CampaignKeyTest {

  @Test
  void no_campaign_and_one_of_which_nothing_is_known_are_none() {
    assertThat(CampaignKey.of(null)).isEqualTo(CampaignKey.NONE);
    assertThat(CampaignKey.of(new Campaign(null, null, null, null, null)))
        .isEqualTo(CampaignKey.NONE);
  }

  @Test
  void every_member_counts_and_so_does_its_place() {
    assertThat(CampaignKey.of(new Campaign("a", null, null, null, null)))
        .isEqualTo(CampaignKey.of(new Campaign("a", null, null, null, null)))
        .isNotEqualTo(CampaignKey.of(new Campaign(null, "a", null, null, null)))
        .isNotEqualTo(CampaignKey.of(new Campaign("a", null, null, null, "b")))
        .isNotEqualTo(CampaignKey.of(new Campaign("a", "", null, null, null)));
  }
}
