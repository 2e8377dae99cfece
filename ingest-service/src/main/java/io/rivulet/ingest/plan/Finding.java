package io.rivulet.ingest.plan;

import java.util.List;

/**
 * What a tracking plan says of one event.
 *
 * @param policy what becomes of the event; {@code ALLOW} exactly where there are no violations
 * @param violations short texts that name the place in the event and the rule
 * @param isChecked false where nobody knows: the only text says so
 */
public record Finding(TrackingPlan.Policy policy, List<String> violations, boolean isChecked) {
  static final Finding CLEAN = new Finding(TrackingPlan.Policy.ALLOW, List.of());

  Finding(TrackingPlan.Policy policy, List<String> violations) {
    this(policy, violations, true);
  }

  /** The event is neither as planned nor not: it is taken, whatever the plan does with others. */
  static Finding unchecked(String place) {
    return new Finding(
        TrackingPlan.Policy.FLAG,
        List.of(place + ": not checked, the patterns need too many steps on this request"),
        false);
  }

  public Finding {
    violations = List.copyOf(violations);
  }
}
