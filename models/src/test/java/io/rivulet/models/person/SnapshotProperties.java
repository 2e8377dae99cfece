package io.rivulet.models.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rivulet.models.activity.BgNbd;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.UniqueElements;

class SnapshotProperties {
  private static final LocalDate AS_OF = LocalDate.of(2026, 3, 1);
  private static final int OBSERVED_DAYS = 20;
  private static final BgNbd ANY = new BgNbd(0.243, 4.414, 0.793, 2.426);

  private static ActiveDay day(LocalDate day) {
    return new ActiveDay(day, 10, 2, 5, 3, 1, "ios", 0, 0);
  }

  private static PersonHistory active(List<Integer> daysBefore) {
    return new PersonHistory(
        "anna",
        daysBefore.stream().map(AS_OF::minusDays).sorted().map(SnapshotProperties::day).toList());
  }

  @Property(tries = 200)
  void nothing_from_the_future_changes_what_is_known(
      @ForAll @UniqueElements List<@IntRange(min = 1, max = 40) Integer> past,
      @ForAll @UniqueElements List<@IntRange(min = 0, max = 40) Integer> future) {
    if (past.isEmpty()) {
      return;
    }
    List<ActiveDay> days = new ArrayList<>(active(past).days());
    future.stream()
        .map(AS_OF::plusDays)
        .sorted()
        .map(day -> new ActiveDay(day, 999, 99, 999, 99, 999, "web", 1, 9))
        .forEach(days::add);

    Optional<FeatureValues> known =
        Snapshot.of(active(past), AS_OF, OBSERVED_DAYS).map(s -> s.values(ANY, 10));

    assertThat(
            Snapshot.of(new PersonHistory("anna", days), AS_OF, OBSERVED_DAYS)
                .map(s -> s.values(ANY, 10)))
        .isEqualTo(known);
  }

  @Example
  void features_by_hand() {
    // of 20 observed days; the later half has 3 of 4
    FeatureValues values =
        Snapshot.of(active(List.of(30, 16, 7, 5, 4)), AS_OF, OBSERVED_DAYS)
            .orElseThrow()
            .values(ANY, 10);

    assertThat(values.of(Feature.RECENCY_DAYS)).isEqualTo(4);
    assertThat(values.of(Feature.ACTIVE_DAYS)).isEqualTo(4);
    assertThat(values.of(Feature.SESSIONS)).isEqualTo(8);
    assertThat(values.of(Feature.EVENTS)).isEqualTo(40);
    assertThat(values.of(Feature.MINUTES)).isEqualTo(20);
    assertThat(values.of(Feature.TREND)).isEqualTo((3 - 1) / 4.0);
    assertThat(values.of(Feature.BREADTH)).isEqualTo(3);
    assertThat(values.of(Feature.ERROR_SHARE)).isCloseTo(0.1, within(1e-12));
    assertThat(values.of(Feature.TENURE_DAYS)).isEqualTo(16);
    assertThat(values.of(Feature.OVERDUE)).isEqualTo(4 / (16 / 4.0));
    assertThat(values.of(Feature.ON_IOS)).isEqualTo(1);
    assertThat(values.of(Feature.ON_WEB)).isZero();
  }

  @Example
  void whoever_was_silent_on_all_observed_days_is_not_known() {
    assertThat(Snapshot.of(active(List.of(21)), AS_OF, OBSERVED_DAYS)).isEmpty();
    assertThat(Snapshot.of(active(List.of(20)), AS_OF, OBSERVED_DAYS)).isPresent();
  }
}
