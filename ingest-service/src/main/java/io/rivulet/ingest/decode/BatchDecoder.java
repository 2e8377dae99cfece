package io.rivulet.ingest.decode;

import io.rivulet.event.RejectionReason;
import io.rivulet.event.project.Project;
import io.rivulet.ingest.body.JsonTape;
import io.rivulet.ingest.body.Limits;
import io.rivulet.ingest.body.Packet;
import io.rivulet.ingest.body.RawText;
import io.rivulet.ingest.plan.PatternSteps;
import io.rivulet.ingest.plan.Plans;
import io.rivulet.ingest.plan.TrackingPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The part of decoding that all protocols share: every event of a batch gets a verdict of its own,
 * and none can take a neighbour down.
 */
final class BatchDecoder {

  /** Refuses the event that is looked at. */
  interface Refusal {
    Verdict.Rejected of(RejectionReason reason, String message);
  }

  /** Decodes one event that is a JSON object of permitted size. */
  interface EventDecoder {
    /** The verdict; {@code event} is its node. */
    Verdict decode(int event, Refusal refusal);

    /** The message id of any value, where one can be read. */
    @Nullable String eventId(int event);
  }

  // Below the limit of the event codec, since an event's members lie deeper in the stored event.
  private static final int MAX_DEPTH = 90;

  private final Limits limits;
  private final Consumer<RuntimeException> onFault;
  private final Plans plans;

  /**
   * @param onFault told of each fault of our own, which costs an event its acceptance
   * @param plans that events are held against
   */
  BatchDecoder(Limits limits, Consumer<RuntimeException> onFault, Plans plans) {
    this.limits = limits;
    this.onFault = onFault;
    this.plans = plans;
  }

  /** One verdict for each event; a single rejection for a batch without any. */
  List<Verdict> decode(
      Packet.Batch batch, Project project, Refusals refusals, EventDecoder decoder) {
    if (batch.items().isEmpty()) {
      return List.of(
          refusals.request(
              RejectionReason.EMPTY_BATCH,
              "the batch has no events",
              RawText.of(batch.tape().json(), refusals.ipPolicy())));
    }
    TrackingPlan plan = plans.of(project);
    PatternSteps steps = new PatternSteps();
    List<Verdict> verdicts = new ArrayList<>(batch.items().size());
    for (int i = 0; i < batch.items().size(); i++) {
      verdicts.add(decode(batch, i, project, plan, steps, refusals, decoder));
    }
    return verdicts;
  }

  private Verdict decode(
      Packet.Batch batch,
      int index,
      Project project,
      @Nullable TrackingPlan plan,
      PatternSteps steps,
      Refusals refusals,
      EventDecoder decoder) {
    JsonTape tape = batch.tape();
    int event = batch.items().get(index);
    int permitted = limits.events(batch.sharedBytes());
    if (index >= permitted) {
      return refusals.excess(
          "the request carries more than "
              + permitted
              + " events"
              + (permitted == limits.events()
                  ? ""
                  : " with " + batch.sharedBytes() + " bytes of context and integrations for each"),
          decoder.eventId(event),
          index,
          tape.source(event));
    }
    Refusal refusal =
        (reason, message) ->
            refusals.event(reason, message, decoder.eventId(event), index, tape.source(event));
    try {
      Verdict verdict = decode(batch, event, refusal, decoder);
      return plan == null
          ? verdict
          : PlanStep.apply(
              plan, verdict, refusal, steps, finding -> plans.flagged(project, finding));
    } catch (RuntimeException e) {
      // A fault of ours must not make the whole batch fail again and again.
      onFault.accept(e);
      return refusal.of(RejectionReason.INVALID_EVENT, "the event cannot be read");
    }
  }

  private Verdict decode(Packet.Batch batch, int event, Refusal refusal, EventDecoder decoder) {
    JsonTape tape = batch.tape();
    long bytes = (long) tape.length(event) + batch.sharedBytes();
    if (bytes > limits.eventBytes()) {
      return refusal.of(
          RejectionReason.EVENT_TOO_LARGE,
          "the event has " + bytes + " bytes, more than " + limits.eventBytes());
    }
    if (!tape.isObject(event)) {
      return refusal.of(RejectionReason.INVALID_EVENT, "the event is not a JSON object");
    }
    if (!tape.isReadable(event)) {
      return refusal.of(
          RejectionReason.INVALID_EVENT,
          "the event has a number of more than 1000 characters or an exponent of more than 9, or a"
              + " name of more than 50,000");
    }
    if (Math.max(tape.height(event), batch.sharedHeight()) > MAX_DEPTH) {
      return refusal.of(
          RejectionReason.INVALID_EVENT,
          "the event, with what its batch shares, is nested more than "
              + MAX_DEPTH
              + " levels deep");
    }
    return decoder.decode(event, refusal);
  }
}
