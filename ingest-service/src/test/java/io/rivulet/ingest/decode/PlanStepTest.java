package io.rivulet.ingest.decode;

import static io.rivulet.ingest.decode.Given.accepted;
import static io.rivulet.ingest.decode.Given.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.Event;
import io.rivulet.event.RejectedEvent;
import io.rivulet.event.RejectionReason;
import io.rivulet.event.project.Project;
import io.rivulet.event.project.Projects;
import io.rivulet.event.project.ProjectsFile;
import io.rivulet.ingest.body.Limits;
import io.rivulet.ingest.body.Packet;
import io.rivulet.ingest.plan.PlanDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanStepTest {
  private final List<String> flagged = new ArrayList<>();
  private final List<String> unchecked = new ArrayList<>();

  @TempDir Path directory = Path.of("");

  @Test
  void a_flagged_event_is_accepted_and_says_so_in_its_context() throws Exception {
    Event event =
        accepted(
            decode(
                "flag",
                "{\"type\":\"track\",\"event\":\"Order\",\"userId\":\"u\",\"messageId\":\"m\","
                    + "\"properties\":{\"n\":123456789012345678901234567890},\"context\":{\"x\":1}}"));

    assertThat(event.context())
        .hasToString(
            "{\"x\":1,\"_plan_violations\":[\"/properties: required property 'revenue' not found\"]}");
    assertThat(event.properties()).hasToString("{\"n\":123456789012345678901234567890}");
    assertThat(event.eventId()).isEqualTo("m");
    assertThat(flagged).containsExactly("demo");
  }

  @Test
  void a_refused_event_is_kept_whole_with_the_reason() throws Exception {
    String item = "{\"type\":\"track\",\"event\":\"Order\",\"userId\":\"u\",\"messageId\":\"m\"}";

    RejectedEvent rejected = rejected(decode("quarantine", item));

    assertThat(rejected.reason()).isEqualTo(RejectionReason.PLAN_VIOLATION);
    assertThat(rejected.message())
        .isEqualTo(
            "the event is not as the tracking plan has it:"
                + " /properties: required property 'revenue' not found");
    assertThat(rejected.eventId()).isEqualTo("m");
    assertThat(rejected.raw()).isEqualTo(item);
    assertThat(rejected.index()).isZero();
    assertThat(flagged).isEmpty();
  }

  @Test
  void an_event_as_planned_is_left_as_it_is() throws Exception {
    Event event =
        accepted(
            decode(
                "quarantine",
                "{\"type\":\"track\",\"event\":\"Order\",\"userId\":\"u\",\"properties\":{\"revenue\":1}}"));

    assertThat(event.context()).isNull();
  }

  @Test
  void what_is_refused_anyway_is_refused_for_its_own_reason() throws Exception {
    RejectedEvent rejected =
        rejected(decode("quarantine", "{\"type\":\"track\",\"event\":\"Order\"}"));

    assertThat(rejected.reason()).isEqualTo(RejectionReason.MISSING_ID);
  }

  @Test
  void what_a_request_has_no_steps_left_for_is_accepted_and_says_so() throws Exception {
    String item =
        "{\"type\":\"track\",\"event\":\"Order\",\"userId\":\"u\",\"properties\":{\"a\":\""
            + "x".repeat(5_000)
            + "\"}}";

    List<Verdict> verdicts =
        decode(
            "quarantine",
            "{properties: {a: {pattern: '(x+x+)+y'}}}",
            String.join(",", item, item, item, item, item, item, item));

    assertThat(verdicts.subList(0, 5))
        .allSatisfy(
            v -> assertThat(rejected(v).reason()).isEqualTo(RejectionReason.PLAN_VIOLATION));
    assertThat(verdicts.subList(5, 7))
        .allSatisfy(
            v ->
                assertThat(accepted(v).context())
                    .hasToString(
                        "{\"_plan_violations\":[\"/properties: not checked, the patterns need too"
                            + " many steps on this request\"]}"));
    assertThat(unchecked).containsExactly("demo", "demo");
    assertThat(flagged).isEmpty();
  }

  private Verdict decode(String onViolation, String item) throws Exception {
    return decode(onViolation, "{required: [revenue]}", item).get(0);
  }

  private List<Verdict> decode(String onViolation, String schema, String items) throws Exception {
    Files.writeString(
        directory.resolve("plan.yml"),
        "on-violation: " + onViolation + "\nevents:\n  Order: " + schema + "\n");
    Projects projects =
        ProjectsFile.parse(
            "p.yml", "projects: [{id: demo, write-keys: [k], tracking-plan: plan.yml}]");
    PlanDirectory plans =
        new PlanDirectory(
            directory.resolve("projects.yml"),
            (project, finding) -> (finding.isChecked() ? flagged : unchecked).add(project.id()));
    plans.follow(projects);
    Project project = projects.projects().get(0);
    return new SegmentDecoder(Limits.DEFAULT, Given::fail, plans)
        .decode(
            Given.packet("{\"batch\":[" + items + "]}", Packet.Shape.BATCH),
            Given.FACTS,
            project,
            null,
            SegmentDecoder.PROTOCOL);
  }
}
