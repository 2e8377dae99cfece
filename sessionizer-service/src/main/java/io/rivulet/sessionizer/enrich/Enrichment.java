package io.rivulet.sessionizer.enrich;

import io.rivulet.event.Event;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The steps that add to an event what follows from the event itself. A step only fills in what the
 * event lacks: what a client said of itself stands. A step that fails leaves the event as it was
 * and the next one goes on; no event is ever dropped here.
 */
public final class Enrichment {

  /** Is told of every step that failed. */
  public interface Failures {
    /** The step {@code step} left {@code event} as it was because of {@code cause}. */
    void stepFailed(String step, Event event, Throwable cause);
  }

  /** One pure function from event to event. */
  record Step(String name, UnaryOperator<Event> function) {}

  private final List<Step> steps;
  private final Failures failures;

  Enrichment(List<Step> steps, Failures failures) {
    this.steps = List.copyOf(steps);
    this.failures = failures;
  }

  /** All steps. May be shared by threads. */
  public static Enrichment standard(Failures failures) {
    UserAgents userAgents = new UserAgents();
    return new Enrichment(
        List.of(
            new Step("user_agent", new UserAgentStep(userAgents)),
            new Step("language", LanguageStep::apply),
            new Step("campaign", CampaignStep::apply)),
        failures);
  }

  /** The event after all steps. */
  public Event enrich(Event event) {
    Event enriched = event;
    for (Step step : steps) {
      try {
        enriched = step.function().apply(enriched);
      } catch (RuntimeException | StackOverflowError e) {
        // Regular expressions recurse, so hostile text can end in a StackOverflowError.
        failures.stepFailed(step.name(), event, e);
      }
    }
    return enriched;
  }
}
