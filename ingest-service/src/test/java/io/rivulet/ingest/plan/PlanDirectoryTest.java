package io.rivulet.ingest.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import io.rivulet.event.EventType;
import io.rivulet.event.project.Projects;
import io.rivulet.event.project.ProjectsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanDirectoryTest {
  private Path file;
  private PlanDirectory plans;

  @BeforeEach
  void name(@TempDir Path directory) throws IOException {
    Files.createDirectories(directory.resolve("plans"));
    file = directory.resolve("plans/shop.yml");
    plans = new PlanDirectory(directory.resolve("projects.yml"), (project, finding) -> {});
  }

  @Test
  void a_plan_is_found_beside_the_projects_file_and_followed() throws Exception {
    Projects projects = projects("tracking-plan: plans/shop.yml");
    write("A");
    plans.follow(projects);
    assertThat(permits(projects, "A")).isTrue();
    assertThat(permits(projects, "B")).isFalse();

    write("B");
    followTwice(projects);

    assertThat(permits(projects, "A")).isFalse();
    assertThat(permits(projects, "B")).isTrue();
  }

  @Test
  void a_change_is_not_taken_before_it_was_seen_twice() throws Exception {
    Projects projects = projects("tracking-plan: plans/shop.yml");
    write("A");
    plans.follow(projects);

    write("B");
    plans.follow(projects);

    assertThat(permits(projects, "A")).isTrue();
  }

  @Test
  void of_a_broken_or_missing_plan_the_last_good_one_stays() throws Exception {
    Projects projects = projects("tracking-plan: plans/shop.yml");
    write("A");
    plans.follow(projects);

    Files.writeString(file, "events: {A: {type: strng}}");
    followTwice(projects);
    Files.delete(file);
    followTwice(projects);

    assertThat(permits(projects, "A")).isTrue();
    assertThat(permits(projects, "B")).isFalse();
  }

  @Test
  void a_plan_that_was_never_good_costs_no_event() throws Exception {
    Projects projects = projects("tracking-plan: plans/shop.yml");
    plans.follow(projects);
    assertThat(plans.of(projects.projects().get(0))).isNull();

    write("A");
    followTwice(projects);

    assertThat(permits(projects, "A")).isTrue();
  }

  @Test
  void a_plan_of_more_than_a_megabyte_is_refused() throws Exception {
    Projects projects = projects("tracking-plan: plans/shop.yml");
    Files.writeString(file, "events: {}\n#" + "x".repeat(PlanDirectory.MAX_BYTES));

    plans.follow(projects);

    assertThat(plans.of(projects.projects().get(0))).isNull();
  }

  @Test
  void a_project_that_names_no_plan_any_more_has_none() throws Exception {
    write("A");
    plans.follow(projects("tracking-plan: plans/shop.yml"));

    Projects without = projects("name: Shop");
    plans.follow(without);

    assertThat(plans.of(without.projects().get(0))).isNull();
  }

  private void write(String event) throws IOException {
    Files.writeString(file, "{unplanned: quarantine, events: {" + event + ": {}}}");
  }

  private void followTwice(Projects projects) {
    plans.follow(projects);
    plans.follow(projects);
  }

  private boolean permits(Projects projects, String name) {
    TrackingPlan plan = Objects.requireNonNull(plans.of(projects.projects().get(0)));
    Event event =
        EventBuilder.builder()
            .eventId("m1")
            .project("shop")
            .type(EventType.TRACK)
            .name(name)
            .instanceId("a1")
            .occurredAt(Instant.EPOCH)
            .receivedAt(Instant.EPOCH)
            .protocol("segment")
            .build();
    return plan.check(event, new PatternSteps()).violations().isEmpty();
  }

  private static Projects projects(String member) throws Exception {
    return ProjectsFile.parse(
        "p.yml", "projects:\n  - id: shop\n    write-keys: [k]\n    " + member + "\n");
  }
}
