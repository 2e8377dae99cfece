package io.rivulet.etl.workflow;

import static io.rivulet.etl.run.JobRun.State.FAILED;
import static io.rivulet.etl.run.JobRun.State.RUNNING;
import static io.rivulet.etl.run.JobRun.State.STOPPED;
import static io.rivulet.etl.run.JobRun.State.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rivulet.etl.run.JobRun.State;
import io.rivulet.etl.workflow.Condition.Match;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ConditionTest {

  @Test
  void all_waits_for_each_watched_job() {
    Condition both = condition(Match.ALL);

    assertThat(both.holds(Map.of("crawl", SUCCEEDED))).isFalse();
    assertThat(both.holds(Map.of("crawl", SUCCEEDED, "preprocess", STOPPED))).isFalse();
    assertThat(both.holds(Map.of("crawl", SUCCEEDED, "preprocess", FAILED))).isTrue();
  }

  @Test
  void any_is_content_with_one() {
    Condition either = condition(Match.ANY);

    assertThat(either.holds(Map.of())).isFalse();
    assertThat(either.holds(Map.of("crawl", FAILED))).isFalse();
    assertThat(either.holds(Map.of("preprocess", FAILED))).isTrue();
    assertThat(either.holds(Map.of("crawl", FAILED, "preprocess", SUCCEEDED))).isTrue();
  }

  @Property
  void all_holds_only_where_any_does(@ForAll Map<String, State> ended) {
    assertThat(!condition(Match.ALL).holds(ended) || condition(Match.ANY).holds(ended)).isTrue();
  }

  @Test
  void a_state_that_is_not_final_cannot_be_waited_for() {
    assertThatThrownBy(() -> new Condition(Match.ANY, Map.of("crawl", Set.of(RUNNING))))
        .hasMessage(
            "a condition on crawl must name some of SUCCEEDED, FAILED, STOPPED, TIMEOUT, not"
                + " [RUNNING]");
  }

  private static Condition condition(Match match) {
    return new Condition(
        match, Map.of("crawl", Set.of(SUCCEEDED), "preprocess", Set.of(SUCCEEDED, FAILED)));
  }
}
