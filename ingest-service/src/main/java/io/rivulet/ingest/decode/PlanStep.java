package io.rivulet.ingest.decode;

import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import io.rivulet.event.EventJson;
import io.rivulet.event.RejectionReason;
import io.rivulet.ingest.plan.Finding;
import io.rivulet.ingest.plan.PatternSteps;
import io.rivulet.ingest.plan.TrackingPlan;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The step after decoding, for projects that have a tracking plan. */
final class PlanStep {
  /** Member of a flagged event's context: an array of short texts. */
  static final String VIOLATIONS = "_plan_violations";

  private PlanStep() {}

  /**
   * Holds an accepted event against the plan; a rejected one stays as it is. What the plan flags
   * says so in its context, what it refuses is rejected.
   *
   * @param steps of the request
   * @param onFlagged told when the event is flagged
   */
  static Verdict apply(
      TrackingPlan plan,
      Verdict verdict,
      BatchDecoder.Refusal refusal,
      PatternSteps steps,
      Consumer<Finding> onFlagged) {
    if (!(verdict instanceof Verdict.Accepted accepted)) {
      return verdict;
    }
    Event event = accepted.event();
    Finding finding = plan.check(event, steps);
    return switch (finding.policy()) {
      case ALLOW -> accepted;
      case QUARANTINE ->
          refusal.of(
              RejectionReason.PLAN_VIOLATION,
              "the event is not as the tracking plan has it: "
                  + String.join("; ", finding.violations()));
      case FLAG -> {
        onFlagged.accept(finding);
        yield new Verdict.Accepted(accepted.key(), EventJson.write(flagged(event, finding)));
      }
    };
  }

  private static Event flagged(Event event, Finding finding) {
    ObjectNode context = JsonNodeFactory.instance.objectNode();
    JsonNode own = event.context();
    if (own instanceof ObjectNode members) {
      context.setAll(members);
    }
    ArrayNode violations = JsonNodeFactory.instance.arrayNode();
    finding.violations().forEach(violations::add);
    context.set(VIOLATIONS, violations);
    return EventBuilder.builder(event).context(context).build();
  }
}
