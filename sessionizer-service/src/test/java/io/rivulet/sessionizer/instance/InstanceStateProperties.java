package io.rivulet.sessionizer.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.Event;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class InstanceStateProperties {

  /** Some at the same moment and with different contents, as copies and broken clocks make them. */
  @Provide
  Arbitrary<InstanceState> states() {
    Arbitrary<Event> events =
        Combinators.combine(
                Arbitraries.of("in", "out", "data"),
                Arbitraries.integers().between(0, 3),
                Arbitraries.of("a", "b", "c"))
            .as(
                (kind, minute, what) ->
                    switch (kind) {
                      case "in" -> InstanceStateTest.signedIn(what, minute).build();
                      case "out" -> InstanceStateTest.signedOut(what, minute).build();
                      default -> InstanceStateTest.described(what, minute).build();
                    });
    return events
        .list()
        .ofMaxSize(4)
        .map(
            list -> {
              InstanceState state = InstanceState.NONE;
              for (Event event : list) {
                state = state.after(event);
              }
              return state;
            });
  }

  @Property
  void the_order_of_merging_does_not_matter(
      @ForAll("states") InstanceState a, @ForAll("states") InstanceState b) {
    assertThat(a.merge(b)).isEqualTo(b.merge(a));
  }

  @Property
  void nor_does_what_is_merged_first(
      @ForAll("states") InstanceState a,
      @ForAll("states") InstanceState b,
      @ForAll("states") InstanceState c) {
    assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
  }

  @Property
  void nothing_known_is_the_identity_and_twice_is_once(@ForAll("states") InstanceState a) {
    assertThat(List.of(a.merge(InstanceState.NONE), InstanceState.NONE.merge(a), a.merge(a)))
        .containsOnly(a);
  }
}
