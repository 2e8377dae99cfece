package io.rivulet.ingest.plan;

import java.util.List;

/**
 * What a tracking plan says of one event.
 *
 * @param policy what becomes of the event; {@code ALLOW} exactly where there are no violations
 * @param violations short texts that name the place in the event and the rule
 */
public record Finding(TrackingPlan.Policy policy, List<String> violations) {
  static final Finding CLEAN = new Finding(TrackingPlan.Policy.ALLOW, List.of());

  public Finding {
    violations = List.copyOf(violations);
  }
}
