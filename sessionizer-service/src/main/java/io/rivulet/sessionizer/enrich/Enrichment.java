package io.rivulet.sessionizer.enrich;

import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import io.rivulet.sessionizer.geoip.GeoDatabase;
import io.rivulet.sessionizer.geoip.GeoDatabase.Location;
import io.rivulet.sessionizer.useragent.UserAgents;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The steps that add to an event what follows from the event itself. A step only fills in what the
 * event lacks: what a client said of itself stands. A step that fails leaves the event as it was
 * and the next one goes on; the event then says so, and none is ever dropped here.
 */
public final class Enrichment {
  /** Member of an event's context: the names of the steps that failed. */
  static final String FAILED = "_enrichment_failed";

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

  /**
   * All steps. May be shared by threads.
   *
   * @param rules of the projects, as they are when an event comes
   */
  public static Enrichment standard(
      Supplier<EnrichmentRules> rules, GeoDatabase places, Failures failures) {
    return new Enrichment(steps(rules, places::locate, new UserAgents()), failures);
  }

  static List<Step> steps(
      Supplier<EnrichmentRules> rules, Function<String, Location> places, UserAgents userAgents) {
    return List.of(
        new Step("ip", new IpStep(rules)),
        new Step("location", new LocationStep(places)),
        new Step("bot", new BotStep(rules)),
        new Step("client_hints", new ClientHintsStep(userAgents)),
        new Step("user_agent", new UserAgentStep(userAgents)),
        new Step("language", LanguageStep::apply),
        new Step("campaign", CampaignStep::apply));
  }

  /** The event after all steps. */
  public Event enrich(Event event) {
    Event enriched = event;
    List<String> failed = new ArrayList<>();
    for (Step step : steps) {
      try {
        enriched = step.function().apply(enriched);
      } catch (RuntimeException | StackOverflowError e) {
        // Regular expressions recurse, so hostile text can end in a StackOverflowError.
        failures.stepFailed(step.name(), event, e);
        failed.add(step.name());
      }
    }
    return failed.isEmpty() ? enriched : annotated(enriched, failed);
  }

  private static Event annotated(Event event, List<String> failed) {
    if (event.context() != null && !event.context().isObject()) {
      return event; // the collector writes objects only; what came stays as it came
    }
    ObjectNode context = JsonNodeFactory.instance.objectNode();
    if (event.context() instanceof ObjectNode before) {
      context.setAll(before);
    }
    ArrayNode names = context.putArray(FAILED);
    failed.forEach(names::add);
    return EventBuilder.builder(event).context(context).build();
  }
}
