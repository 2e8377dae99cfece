package io.rivulet.ingest.plan;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import io.rivulet.event.Event;
import io.rivulet.event.EventType;
import io.rivulet.event.clean.CleanText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Which events a project means to send, and what is in them: a JSON Schema (draft 2020-12) for the
 * properties of each track by its name, and one for the traits of identifies. Pages, screens,
 * groups and aliases are in no plan.
 *
 * <p>With {@code Order Completed} planned as {@code {required: [revenue], properties: {revenue:
 * {type: number}}}} an {@code Order Completed} with the revenue {@code "9.90"} violates it: {@code
 * /properties/revenue: string found, number expected}.
 */
public final class TrackingPlan {
  /** Most violations that are told of one event. */
  public static final int MAX_VIOLATIONS = 5;

  /** Most characters in which one violation is told. */
  public static final int MAX_VIOLATION_LENGTH = 160;

  // Events that the Revolt SDKs send of themselves; no plan needs to know them.
  private static final List<String> REVOLT_OWN = List.of("system.", "user.", "ui.");

  /** What becomes of an event that is not as planned. */
  public enum Policy {
    /** It is accepted as if it were. */
    ALLOW,
    /** It is accepted, and says in its context what is wrong with it. */
    FLAG,
    /** It is refused. */
    QUARANTINE
  }

  private final Policy onViolation;
  private final Policy unplanned;
  private final Map<String, Schema> events;
  private final @Nullable Schema traits;

  TrackingPlan(
      Policy onViolation, Policy unplanned, Map<String, Schema> events, @Nullable Schema traits) {
    this.onViolation = onViolation;
    this.unplanned = unplanned;
    this.events = Map.copyOf(events);
    this.traits = traits;
  }

  /**
   * Holds the event against the plan.
   *
   * @param steps of the event's request
   */
  public Finding check(Event event, PatternSteps steps) {
    if (event.type() == EventType.IDENTIFY && traits != null) {
      return finding(traits, event.traits(), "/traits", steps);
    }
    if (event.type() != EventType.TRACK || event.name() == null) {
      return Finding.CLEAN;
    }
    Schema schema = events.get(event.name());
    if (schema != null) {
      return finding(schema, event.properties(), "/properties", steps);
    }
    if (unplanned == Policy.ALLOW || isRevoltsOwn(event)) {
      return Finding.CLEAN;
    }
    return new Finding(unplanned, List.of("/event: no such event is planned"));
  }

  private Finding finding(
      Schema schema, @Nullable JsonNode value, String place, PatternSteps steps) {
    if (onViolation == Policy.ALLOW) {
      return Finding.CLEAN;
    }
    JsonNode checked = value == null ? JsonNodeFactory.instance.objectNode() : value;
    List<String> violations =
        BoundedPattern.within(steps, () -> violations(schema, checked, place));
    if (steps.wereMissing()) {
      return Finding.unchecked(place);
    }
    return violations.isEmpty() ? Finding.CLEAN : new Finding(onViolation, violations);
  }

  private static List<String> violations(Schema schema, JsonNode value, String place) {
    List<Error> errors;
    try {
      errors = schema.validate(value);
    } catch (RuntimeException e) {
      // The validator's bound on its steps: what cannot be checked is not as planned.
      return List.of(place + ": too costly to check");
    }
    List<String> violations = new ArrayList<>();
    for (Error error : errors.subList(0, Math.min(errors.size(), MAX_VIOLATIONS))) {
      violations.add(text(place + error.getInstanceLocation() + ": " + error.getMessage()));
    }
    if (errors.size() > MAX_VIOLATIONS) {
      violations.set(
          MAX_VIOLATIONS - 1, "and " + (errors.size() - MAX_VIOLATIONS + 1) + " more violations");
    }
    return violations;
  }

  // A name in the event may be of any length and hold anything.
  private static String text(String violation) {
    return CleanText.clean(
        violation.length() <= MAX_VIOLATION_LENGTH
            ? violation
            : violation.substring(0, MAX_VIOLATION_LENGTH - 3) + "...");
  }

  private static boolean isRevoltsOwn(Event event) {
    String name = event.name();
    return event.protocol().equals("revolt")
        && name != null
        && REVOLT_OWN.stream().anyMatch(name::startsWith);
  }
}
