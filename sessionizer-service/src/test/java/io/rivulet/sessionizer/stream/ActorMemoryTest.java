package io.rivulet.sessionizer.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rivulet.event.SessionRule;
import io.rivulet.sessionizer.instance.InstanceState;
import io.rivulet.sessionizer.session.CampaignKey;
import io.rivulet.sessionizer.session.RecentSessions;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ActorMemoryTest {
  private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");

  @Test
  void what_the_first_release_wrote_is_read() {
    // version 1, one chain 10:00-10:10, one session from 10:00 with two events
    byte[] written =
        HexFormat.of()
            .parseHex(
                "0101"
                    + "00064bf38887c800"
                    + "00064bf3ac4b0e00"
                    + "01"
                    + "00064bf38887c800"
                    + "00000002");

    ActorMemory memory = ActorMemory.read(written);

    RecentSessions.Placement next =
        memory.sessions().place(SessionRule.DEFAULT, TEN.plusSeconds(1_200), CampaignKey.NONE);
    assertThat(next.sessionStart()).isEqualTo(TEN);
    assertThat(next.sessionIndex()).isEqualTo(2);
    assertThat(memory.instance()).isEqualTo(InstanceState.NONE);
  }

  @Test
  void what_is_written_is_version_2_and_is_read() {
    ActorMemory memory =
        new ActorMemory(
            RecentSessions.NONE.place(SessionRule.DEFAULT, TEN, CampaignKey.NONE).after(),
            InstanceState.NONE);

    byte[] written = memory.write();

    // one chain from 10:00, whose last event came 0 later; one session, 0 later, one event
    assertThat(HexFormat.of().formatHex(written))
        .isEqualTo("0201" + "00064bf38887c800" + "00010002");
    assertThat(ActorMemory.read(written)).isEqualTo(memory);
  }

  @Test
  void what_a_later_release_wrote_is_refused() {
    assertThatThrownBy(() -> ActorMemory.read(new byte[] {3, 0}))
        .hasMessage("the actor store holds version 3, this release reads up to 2");
  }
}
