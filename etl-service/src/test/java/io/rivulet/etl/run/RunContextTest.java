package io.rivulet.etl.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rivulet.etl.run.RunContext.Stop;
import io.rivulet.etl.run.RunContext.StoppedException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunContextTest {
  private final RunContext run =
      new RunContext(7, Map.of("project", "shop", "from", "2026-03-01", "top", "3", "dry", "true"));

  @Test
  void arguments_have_the_types_that_jobs_declare() {
    assertThat(run.covers("shop")).isTrue();
    assertThat(run.covers("other")).isFalse();
    assertThat(run.date("from")).contains(LocalDate.of(2026, 3, 1));
    assertThat(run.number("top")).contains(3L);
    assertThat(run.flag("dry")).isTrue();
    assertThat(run.flag("wet")).isFalse();
  }

  @Test
  void a_run_goes_on_until_it_is_to_stop() {
    assertThatCode(run::checkStop).doesNotThrowAnyException();

    run.requestStop(Stop.TIMEOUT);
    run.requestStop();

    assertThatThrownBy(run::checkStop)
        .isInstanceOf(StoppedException.class)
        .hasMessage("run 7 took longer than its job may");
  }

  @Test
  void what_the_job_waits_for_is_cancelled_also_when_it_comes_too_late() {
    List<String> cancelled = new ArrayList<>();
    run.onStop(() -> cancelled.add("first"));
    run.onStop(
        () -> {
          throw new IllegalStateException("closed");
        });

    run.requestStop();
    run.onStop(() -> cancelled.add("late"));

    assertThat(cancelled).containsExactly("first", "late");
  }

  @Test
  void the_thread_is_interrupted_while_it_works_only() {
    run.workBegins();
    run.requestStop();
    assertThat(Thread.currentThread().isInterrupted()).isTrue();

    run.workEnds();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }
}
