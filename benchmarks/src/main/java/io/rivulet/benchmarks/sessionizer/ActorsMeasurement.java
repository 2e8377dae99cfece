package io.rivulet.benchmarks.sessionizer;

import io.rivulet.benchmarks.Child;
import io.rivulet.benchmarks.Memory;
import io.rivulet.benchmarks.Profile;
import io.rivulet.benchmarks.Service;
import io.rivulet.benchmarks.sessionizer.SessionizerBed.Cpu;
import io.rivulet.benchmarks.sessionizer.SessionizerResults.Balance;
import io.rivulet.benchmarks.sessionizer.SessionizerResults.OfActors;
import io.rivulet.benchmarks.sessionizer.SessionizerResults.Recovery;
import io.rivulet.benchmarks.sessionizer.SessionizerResults.Round;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** Takes all figures with one number of actors. */
final class ActorsMeasurement {
  private static final long BETWEEN_LOOKS_MILLIS = 250;

  /** Looks at the process between two at the store, which cost the store something. */
  private static final int LOOKS_BETWEEN_LISTS = 4;

  /** A process that uses less waits for an object's minute to be over. */
  private static final double IDLE_CORES = 0.1;

  /** Share of the events that are sessionized when the process is killed. */
  private static final double KILLED_AT = 0.4;

  private static final long LONGEST_STANDSTILL_NANOS = 180_000_000_000L;

  private final SessionizerBed bed;
  private final Plan plan;
  private final Child limit;
  private Service sessionizer;
  private long events;
  private long linesBytes;
  private long lines;
  private double bytesPerEvent;

  /**
   * How much is measured.
   *
   * @param events in a round
   * @param warmUp events before the first round
   * @param withRecovery whether the sessionizer is killed after the rounds
   */
  record Plan(int actors, int events, int rounds, int warmUp, boolean withRecovery) {}

  ActorsMeasurement(SessionizerBed bed, Plan plan) throws IOException, InterruptedException {
    this.bed = bed;
    this.plan = plan;
    this.sessionizer = bed.startSessionizer("sessionizer");
    this.limit = bed.startLimit();
    sessionizer.awaitReady();
  }

  /** Makes every actor known and lets the code be compiled. */
  void warmUp() throws InterruptedException, ExecutionException {
    System.out.printf("Making %,d actors known ...%n", plan.actors());
    round(new EventFiller.Order(0, true));
    System.out.println("Warming up ...");
    round(new EventFiller.Order(plan.warmUp(), false));
  }

  /**
   * Profiles the sessionizer in one round.
   *
   * @param file for the recording
   */
  String profile(Path file) throws IOException, InterruptedException, ExecutionException {
    EventFiller.Filled filled = fill(new EventFiller.Order(plan.events(), false));
    var profile = new Profile(sessionizer.child(), file);
    profile.start();
    Round round = sessionize(filled.events());
    System.out.printf(
        "%.1f µs/event, %,.0f events/s%n", round.cpuMicrosPerEvent(), round.eventsPerSecond());
    return profile.stop();
  }

  /** All figures. */
  OfActors measure() throws IOException, InterruptedException, ExecutionException {
    List<Round> ofSessionizer = new ArrayList<>();
    List<Round> ofLimit = new ArrayList<>();
    for (int number = 1; number <= plan.rounds(); number++) {
      List<Round> both = round(new EventFiller.Order(plan.events(), false));
      ofSessionizer.add(both.get(0));
      ofLimit.add(both.get(1));
      say(number, "sessionizer", both.get(0));
      say(number, "limit", both.get(1));
    }
    SessionizerResults.State state = bed.stateSize();
    Memory memory = Memory.of(sessionizer.child());
    Recovery recovery = plan.withRecovery() ? recover() : null;
    return new OfActors(
        plan.actors(),
        bytesPerEvent,
        (double) linesBytes / lines,
        ofSessionizer,
        ofLimit,
        memory,
        Memory.of(limit),
        state,
        recovery,
        new Balance(events, bed.lake().countLines()));
  }

  private void say(int number, String who, Round round) {
    System.out.printf(
        "%,11d actors  round %d  %-11s  %,9.0f events/s  %5.1f µs/event%s%n",
        plan.actors(),
        number,
        who,
        round.eventsPerSecond(),
        round.cpuMicrosPerEvent(),
        round.othersBusy() < 0.2
            ? ""
            : "  (others keep %.1f processors busy)".formatted(round.othersBusy()));
  }

  /** The sessionizer's round, and the limit's with the lines that came of it. */
  private List<Round> round(EventFiller.Order order)
      throws InterruptedException, ExecutionException {
    Map<Integer, Long> from = bed.progress().ends();
    EventFiller.Filled filled = fill(order);
    bytesPerEvent = filled.bytesPerEvent();
    Round ofSessionizer = sessionize(filled.events());
    Map<Integer, Long> to = bed.progress().ends();
    List<PlainArchiver.Lines> made =
        to.entrySet().stream()
            .map(
                end ->
                    new PlainArchiver.Lines(
                        end.getKey(), from.getOrDefault(end.getKey(), 0L), end.getValue()))
            .toList();

    Cpu before = bed.cpu(limit);
    long started = System.nanoTime();
    PlainArchiver.Done done = bed.archive(limit, new PlainArchiver.Order(made));
    double seconds = seconds(started);
    Cpu after = bed.cpu(limit);
    if (done.lines() != filled.events()) {
      throw new IllegalStateException(
          "the limit saw %,d lines of %,d events".formatted(done.lines(), filled.events()));
    }
    lines = done.lines();
    linesBytes = done.bytes();
    return List.of(ofSessionizer, figures(filled.events(), before, after, seconds, seconds));
  }

  private EventFiller.Filled fill(EventFiller.Order order) {
    EventFiller.Filled filled = bed.fill(order);
    events += filled.events();
    return filled;
  }

  /** Waits until all events are lines in the lake. */
  private Round sessionize(long added) throws InterruptedException {
    Cpu before = bed.cpu(sessionizer.child());
    long started = System.nanoTime();
    double working = awaitAllLines();
    return figures(added, before, bed.cpu(sessionizer.child()), working, seconds(started));
  }

  /** The seconds in which the sessionizer worked. */
  private double awaitAllLines() throws InterruptedException {
    double working = 0;
    long progressAt = System.nanoTime();
    long known = -1;
    for (int look = 1; ; look++) {
      double cpu = sessionizer.child().cpuSeconds();
      long started = System.nanoTime();
      Thread.sleep(BETWEEN_LOOKS_MILLIS);
      if (look % LOOKS_BETWEEN_LISTS == 0) {
        long now = bed.lake().lines();
        if (now >= events) {
          return working + seconds(started);
        }
        if (now > known) {
          known = now;
          progressAt = System.nanoTime();
        } else if (System.nanoTime() - progressAt > LONGEST_STANDSTILL_NANOS) {
          throw new IllegalStateException(
              "the sessionizer stands still at %,d lines of %,d events".formatted(now, events));
        }
      }
      sessionizer.child().requireAlive();
      double seconds = seconds(started);
      if (sessionizer.child().cpuSeconds() - cpu > IDLE_CORES * seconds) {
        working += seconds;
      }
    }
  }

  private Recovery recover() throws IOException, InterruptedException, ExecutionException {
    System.out.println("Killing the sessionizer in the middle of a round ...");
    long sessionizedBefore = bed.progress().sessionized();
    fill(new EventFiller.Order(plan.events(), false));
    while (bed.progress().sessionized() - sessionizedBefore < KILLED_AT * plan.events()) {
      Thread.sleep(BETWEEN_LOOKS_MILLIS);
    }
    sessionizer.child().kill();
    long killed = System.nanoTime();
    sessionizer = bed.startSessionizer("sessionizer-after-kill");
    long atKill = bed.progress().sessionized();
    long linesAtKill = bed.lake().lines();
    while (bed.progress().sessionized() <= atKill) {
      sessionizer.child().requireAlive();
      Thread.sleep(BETWEEN_LOOKS_MILLIS);
    }
    double firstSessionized = seconds(killed);
    while (bed.lake().lines() <= linesAtKill) {
      sessionizer.child().requireAlive();
      Thread.sleep(BETWEEN_LOOKS_MILLIS);
    }
    double firstArchived = seconds(killed);
    var unused = awaitAllLines();
    System.out.printf(
        "Killed: first session after %.0f s, first line after %.0f s, all after %.0f s%n",
        firstSessionized, firstArchived, seconds(killed));
    return new Recovery(
        plan.events() - (atKill - sessionizedBefore),
        firstSessionized,
        firstArchived,
        seconds(killed));
  }

  private static Round figures(long events, Cpu before, Cpu after, double working, double wall) {
    double perEvent = 1e6 / events;
    double measured = after.measured() - before.measured();
    double broker = after.broker() - before.broker();
    double store = after.store() - before.store();
    double others = after.system() - before.system() - measured - broker - store;
    return new Round(
        events,
        working,
        measured * perEvent,
        broker * perEvent,
        store * perEvent,
        Math.max(0, others / wall));
  }

  private static double seconds(long sinceNanos) {
    return (System.nanoTime() - sinceNanos) / 1e9;
  }
}
