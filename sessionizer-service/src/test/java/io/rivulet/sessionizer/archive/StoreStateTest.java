package io.rivulet.sessionizer.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rivulet.sessionizer.archive.ObjectStore.Failure;
import io.rivulet.sessionizer.archive.ObjectStore.UnavailableException;
import org.junit.jupiter.api.Test;

class StoreStateTest {
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final StoreState state = new StoreState(metrics);

  private static UnavailableException failure(Failure kind, String message) {
    return new UnavailableException(kind, message, new IllegalStateException());
  }

  private double count(String kind) {
    return metrics.get("rivulet.archive.failures").tag("kind", kind).counter().count();
  }

  @Test
  void a_store_that_was_not_asked_is_not_known_to_work() {
    assertThat(state.problem()).isNotNull();

    state.checked();

    assertThat(state.problem()).isNull();
  }

  @Test
  void a_check_does_not_make_up_for_a_write_that_failed() {
    state.writeFailed("a", failure(Failure.REFUSED, "no right to write"));
    state.checked();
    assertThat(state.problem()).isEqualTo("no right to write");

    state.written("a");

    assertThat(state.problem()).isNull();
    assertThat(count("refused")).isEqualTo(1);
  }

  @Test
  void an_object_in_conflict_is_told_until_it_is_written_whatever_becomes_of_others() {
    state.writeFailed("a", failure(Failure.CONFLICT, "a has other lines"));
    state.written("b");
    state.checked();
    assertThat(state.problem()).isEqualTo("a has other lines");

    state.written("a");

    assertThat(state.problem()).isNull();
    assertThat(count("conflict")).isEqualTo(1);
  }
}
