package io.rivulet.etl.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rivulet.etl.job.FurtherJobs.Further;
import io.rivulet.etl.run.Argument;
import io.rivulet.etl.run.Argument.Kind;
import io.rivulet.etl.run.Job;
import io.rivulet.etl.run.JobRun.State;
import io.rivulet.etl.run.RunContext;
import io.rivulet.etl.trigger.Schedule;
import io.rivulet.etl.workflow.Condition;
import io.rivulet.etl.workflow.Condition.Match;
import io.rivulet.event.project.StrictYaml.InvalidYamlException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.ClassPathResource;

class JobsFileTest {
  private static final List<Job> JOBS = List.of(new Named("bake"), new Named("clean"));

  private record Named(String name) implements Job {
    @Override
    public String description() {
      return "For tests.";
    }

    @Override
    public List<Argument> arguments() {
      return List.of(Argument.project(), new Argument("from", Kind.DATE, "First day."));
    }

    @Override
    public void run(RunContext run) {}
  }

  @Test
  void a_job_of_which_nothing_is_said_has_the_defaults() throws Exception {
    DeclaredJob bake = job("triggers: {}", "bake");

    assertThat(bake.entry()).isEqualTo(JobEntry.DEFAULT);
    assertThat(bake.entry().timeout()).isEqualTo(Duration.ofHours(24));
    assertThat(bake.entry().retries()).isZero();
    assertThat(bake.entry().maxConcurrentRuns()).isEqualTo(1);
  }

  @Test
  void presets_are_those_of_the_file() throws Exception {
    DeclaredJob bake =
        job(
            "jobs: {bake: {arguments: {project: shop}, fixed-arguments: {from: 2026-01-01}}}",
            "bake");

    assertThat(bake.arguments())
        .extracting(Argument::name, Argument::preset, Argument::isFixed)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("project", "shop", false),
            org.assertj.core.groups.Tuple.tuple("from", "2026-01-01", true));
  }

  @Test
  void a_trigger_is_by_the_clock_by_condition_or_by_objects() throws Exception {
    Declarations declared =
        declare(
            """
                triggers:
                  nightly: {job: bake, cron: 30 2 * * *, time-zone: Europe/Berlin, missed: skip}
                  often: {job: bake, every: 90s}
                  after: {job: clean, all: {bake: [succeeded, failed]}}
                  arriving: {job: bake, objects: 100}
                """);

    assertThat(trigger(declared, "nightly").schedule())
        .contains(new Schedule.Cron("30 2 * * *", ZoneId.of("Europe/Berlin")));
    assertThat(trigger(declared, "nightly").missed()).isEqualTo(Schedule.Missed.SKIP);
    assertThat(trigger(declared, "often").schedule())
        .contains(new Schedule.Every(Duration.ofSeconds(90)));
    assertThat(trigger(declared, "often").missed()).isEqualTo(Schedule.Missed.RUN_ONCE);
    assertThat(trigger(declared, "after").condition())
        .contains(new Condition(Match.ALL, Map.of("bake", Set.of(State.SUCCEEDED, State.FAILED))));
    assertThat(trigger(declared, "arriving").window()).isEqualTo(Duration.ofMinutes(5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          jobs: {bake: {timeuot: 1h}}                           | line 1: jobs.bake.timeuot is not known; known are arguments, back-off
          jobs: {bake: {timeout: soon}}                         | line 1: 'soon' is no duration
          jobs: {bake: {timeout: 31d}}                          | line 1: timeout must be 1s to 30d, not PT744H
          jobs: {bake: {retries: 21}}                           | line 1: retries must be 0 to 20, not 21
          jobs: {bake: {max-concurrent-runs: 0}}                | line 1: max-concurrent-runs must be 1 to 16, not 0
          triggers: {t: {job: bake}}                            | line 1: a trigger of job bake must have one of cron, every, all, any, objects
          triggers: {t: {job: bake, every: 1h, cron: 0 * * * *}} | line 1: a trigger of job bake must have one of
          triggers: {t: {every: 1h}}                            | line 1: a trigger must name its job
          triggers: {t: {job: bake, every: 100ms}}              | line 1: '100ms' is no duration
          triggers: {t: {job: bake, every: 0s}}                 | line 1: every must be 1s to 366d, not PT0S
          triggers: {t: {job: bake, cron: 30 2 * *}}            | line 1: '30 2 * *' is no cron expression
          triggers: {t: {job: bake, every: 1h, time-zone: UTC}} | line 1: time-zone goes with cron
          triggers: {t: {job: bake, any: {clean: [running]}}}   | line 1: a condition on clean must name some of
          triggers: {t: {job: bake, objects: 0}}                | line 1: window goes with objects, which must be at least 1
          triggers: {bake-on-demand: {job: bake, every: 1h}}    | line 1: trigger name 'bake-on-demand' must be
          triggers: {t: {job: fry, every: 1h}}                  | triggers.t.job: there is no job 'fry', only [bake, clean]
          triggers: {t: {job: bake, any: {fry: [failed]}}}      | triggers.t: there is no job 'fry', only [bake, clean]
          triggers: {t: {job: bake, every: 1h, arguments: {top: 3}}} | triggers.t.arguments: job bake takes no argument 'top'
          jobs: {fry: {retries: 1}}                             | jobs.fry: there is no job 'fry', only [bake, clean]
          jobs: {bake: {arguments: {top: 3}}}                   | jobs.bake: job bake takes no arguments [top]
          jobs: {bake: {arguments: {from: soon}}}               | jobs.bake: argument from takes a day
          """)
  void what_cannot_be_is_said_with_its_place(String yaml, String message) {
    assertThatThrownBy(() -> declare(yaml)).hasMessageContaining(message);
  }

  @Test
  void the_file_in_the_jar_is_valid_but_for_the_jobs_it_names() throws Exception {
    String shipped =
        new ClassPathResource("jobs.yml")
            .getContentAsString(StandardCharsets.UTF_8)
            .replace("${rivulet.etl.preprocess-every}", "5m");

    JobsFile file = JobsFile.parse("jobs.yml", shipped);

    assertThat(file.triggers()).containsKeys("preprocess-on-schedule", "report-after-preprocess");
  }

  private static DeclaredJob job(String yaml, String name) throws InvalidYamlException {
    return Objects.requireNonNull(declare(yaml).jobs().get(name));
  }

  @Test
  void a_further_job_with_which_something_is_wrong_is_left_out_with_what_waits_for_it()
      throws Exception {
    Declarations declared =
        declare(
            "{jobs: {spread: {arguments: {butter: yes}}}, triggers: {}}",
            List.of(
                after("eat", "bake"),
                after("clean", "bake"),
                after("wash", "dry"),
                after("dry", "baek"),
                after("spread", "bake")),
            false);

    assertThat(declared.jobs()).containsOnlyKeys("bake", "clean", "eat");
    assertThat(declared.triggers()).containsOnlyKeys("eat-after");
  }

  @Test
  void what_the_file_says_of_a_further_job_that_cannot_be_read_is_left_out_with_it()
      throws Exception {
    String yaml =
        "{jobs: {eat: {retries: 1}}, triggers: {e: {job: eat, every: 1h}, b: {job: bake, any: {eat:"
            + " [failed]}}, c: {job: clean, every: 1h}}}";

    assertThat(declare(yaml, List.of(), true).triggers()).containsOnlyKeys("c");
    assertThatThrownBy(() -> declare(yaml, List.of(), false))
        .hasMessageContaining("jobs.eat: there is no job 'eat'");
  }

  private static TriggerEntry trigger(Declarations declared, String name) {
    return Objects.requireNonNull(declared.triggers().get(name));
  }

  private static Declarations declare(String yaml) throws InvalidYamlException {
    return declare(yaml, List.of(), false);
  }

  private static Declarations declare(String yaml, List<Further> further, boolean someLeftOut)
      throws InvalidYamlException {
    return Declarations.of(JobsFile.parse("jobs.yml", yaml), JOBS, further, someLeftOut);
  }

  private static Further after(String job, String watched) {
    return new Further(
        new Named(job), TriggerEntry.ofOwner(job, List.of(watched), null, null, null, null));
  }
}
