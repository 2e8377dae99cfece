package io.rivulet.dashboard.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SignInLimitTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final SignInLimit limit = new SignInLimit();

  @Test
  void looksAtFiveAttemptsAndLetsTheSixthWait() {
    attempt(5, "ann", "10.0.0.1", NOON);

    assertThat(limit.begin("ann", "10.0.0.1", NOON.plusSeconds(20)))
        .isEqualTo(Duration.ofSeconds(40));
    assertThat(limit.begin("ann", "10.0.0.1", NOON.plusSeconds(60))).isZero();
  }

  @Test
  void doublesTheWaitWithEachFurtherAttemptUpToAQuarterOfAnHour() {
    attempt(5, "ann", "10.0.0.1", NOON);
    Instant now = NOON;

    for (int minutes : new int[] {1, 2, 4, 8, 15, 15}) {
      assertThat(limit.begin("ann", "10.0.0.1", now)).isEqualTo(Duration.ofMinutes(minutes));
      now = now.plus(Duration.ofMinutes(minutes));
      assertThat(limit.begin("ann", "10.0.0.1", now)).isZero();
    }
  }

  @Test
  void forgetsTheAttemptsOfANameWhoseOwnerSignsIn() {
    attempt(4, "ann", "10.0.0.1", NOON);
    limit.begin("ann", "10.0.0.1", NOON);
    limit.succeeded("ann", "10.0.0.1");

    assertThat(limit.begin("ann", "10.0.0.1", NOON)).isZero();
  }

  @Test
  void slowsNobodyElsewhere() {
    attempt(5, "ann", "10.0.0.1", NOON);

    assertThat(limit.begin("ann", "10.0.0.2", NOON)).isZero();
    assertThat(limit.begin("bob", "10.0.0.1", NOON)).isZero();
  }

  @Test
  void stopsAnAddressThatTriesManyNames() {
    for (int i = 0; i < 20; i++) {
      assertThat(limit.begin("user" + i, "10.0.0.1", NOON)).isZero();
    }

    assertThat(limit.begin("another", "10.0.0.1", NOON)).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void ownSuccessesDoNotMakeRoomForGuesses() {
    for (int i = 0; i < 20; i++) {
      limit.begin("user" + i, "10.0.0.1", NOON);
      if (i < 19) {
        limit.begin("mallory", "10.0.0.1", NOON);
        limit.succeeded("mallory", "10.0.0.1");
      }
    }

    assertThat(limit.begin("another", "10.0.0.1", NOON)).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void forgetsWhatIsAnHourOld() {
    attempt(4, "ann", "10.0.0.1", NOON);
    Instant later = NOON.plus(Duration.ofHours(1)).plusSeconds(1);

    attempt(4, "ann", "10.0.0.1", later);

    assertThat(limit.begin("ann", "10.0.0.1", later)).isZero();
  }

  @Test
  void takesTheNetworkOfAnIpv6AddressForOneAddress() {
    assertThat(SignInLimit.network("2001:db8:0:7:a:b:c:d")).isEqualTo("2001:db8:0:7");
    assertThat(SignInLimit.network("10.0.0.1")).isEqualTo("10.0.0.1");
  }

  private void attempt(int times, String name, String address, Instant now) {
    for (int i = 0; i < times; i++) {
      assertThat(limit.begin(name, address, now)).isZero();
    }
  }
}
