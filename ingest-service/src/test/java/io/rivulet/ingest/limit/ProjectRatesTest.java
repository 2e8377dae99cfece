package io.rivulet.ingest.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.project.Project;
import io.rivulet.event.project.ProjectsFile;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ProjectRatesTest {
  private final AtomicLong now = new AtomicLong(-5);
  private final ProjectRates rates = new ProjectRates(now::get);

  @Test
  void ten_seconds_of_events_may_come_at_once_and_then_one_must_wait() {
    Project slow = project("slow", 100);
    rates.charge(slow, 999);
    assertThat(rates.retryAfterSeconds(slow)).isZero();

    rates.charge(slow, 1);

    assertThat(rates.retryAfterSeconds(slow)).isEqualTo(1);
  }

  @Test
  void a_batch_larger_than_the_bucket_passes_and_makes_the_next_one_wait_for_its_debt() {
    Project slow = project("slow", 100);
    rates.charge(slow, 2_500);
    assertThat(rates.retryAfterSeconds(slow)).isEqualTo(16); // 15 s, and one event more

    pass(Duration.ofSeconds(15));
    assertThat(rates.retryAfterSeconds(slow)).isEqualTo(1);
    pass(Duration.ofMillis(10));
    assertThat(rates.retryAfterSeconds(slow)).isZero();
  }

  @Test
  void nobody_is_asked_to_wait_for_more_than_300_seconds() {
    Project slow = project("slow", 1);

    rates.charge(slow, 25_000);

    assertThat(rates.retryAfterSeconds(slow)).isEqualTo(300);
  }

  @Test
  void silence_fills_the_bucket_but_not_further() {
    Project slow = project("slow", 100);
    rates.charge(slow, 1);
    pass(Duration.ofDays(1));

    rates.charge(slow, 1_000);

    assertThat(rates.retryAfterSeconds(slow)).isEqualTo(1);
  }

  @Test
  void projects_do_not_take_from_each_other() {
    rates.charge(project("greedy", 1), 1_000);

    assertThat(rates.retryAfterSeconds(project("other", 1))).isZero();
  }

  @Test
  void a_new_bound_counts_at_once() {
    rates.charge(project("shop", 1), 1_000);

    assertThat(rates.retryAfterSeconds(project("shop", 1))).isPositive();
    assertThat(rates.retryAfterSeconds(project("shop", 2))).isZero();
  }

  @Property(tries = 200)
  void in_the_long_run_no_more_pass_than_may(
      @ForAll @IntRange(min = 1, max = 1_000) int perSecond,
      @ForAll @Size(min = 1, max = 200) int @IntRange(min = 1, max = 500) [] batches) {
    AtomicLong clock = new AtomicLong();
    ProjectRates bound = new ProjectRates(clock::get);
    Project project = project("p", perSecond);
    long passed = 0;
    int largest = 0;

    for (int batch : batches) {
      int wait = bound.retryAfterSeconds(project);
      assertThat(wait).isBetween(0, 300);
      if (wait == 0) {
        bound.charge(project, batch);
        passed += batch;
        largest = Math.max(largest, batch);
      }
      clock.addAndGet(Duration.ofMillis(100).toNanos());
    }

    double seconds = clock.get() / 1e9;
    assertThat(passed).isLessThanOrEqualTo((long) (perSecond * (10 + seconds)) + largest);
  }

  @Property(tries = 200)
  void who_comes_again_when_told_is_let_in(
      @ForAll @IntRange(min = 100, max = 100_000) int perSecond,
      @ForAll @IntRange(min = 1, max = 25_000) int events) {
    AtomicLong clock = new AtomicLong();
    ProjectRates bound = new ProjectRates(clock::get);
    Project project = project("p", perSecond);
    bound.charge(project, events);

    clock.addAndGet(Duration.ofSeconds(bound.retryAfterSeconds(project)).toNanos());

    assertThat(bound.retryAfterSeconds(project)).isZero();
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private static Project project(String id, int perSecond) {
    String yaml =
        "projects: [{id: " + id + ", write-keys: [k], max-events-per-second: " + perSecond + "}]";
    try {
      return ProjectsFile.parse("test", yaml).projects().get(0);
    } catch (ProjectsFile.InvalidProjectsException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
