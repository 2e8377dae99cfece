package io.rivulet.ingest.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Faults of our own decoder: counts each and logs each kind once, by class and place. Never the
 * message, which may quote what was sent.
 */
final class Faults implements Consumer<RuntimeException> {
  private static final Logger log = LoggerFactory.getLogger(Faults.class);

  private final Set<String> logged = ConcurrentHashMap.newKeySet();
  private final Counter counter;

  Faults(MeterRegistry registry) {
    this.counter =
        Counter.builder("rivulet.ingest.decoder.faults")
            .description("Events refused as invalid_event by a fault of the decoder")
            .register(registry);
  }

  @Override
  public void accept(RuntimeException fault) {
    counter.increment();
    String kind = kind(fault);
    if (logged.add(kind)) {
      log.error("the decoder failed on an event, now in the quarantine: {}", kind);
    }
  }

  /** Class and place of a fault: the first place in our own code, where there is one. */
  static String kind(Throwable fault) {
    if (fault instanceof CompletionException && fault.getCause() != null) {
      return kind(fault.getCause());
    }
    StackTraceElement[] stack = fault.getStackTrace();
    String place =
        Arrays.stream(stack)
            .filter(frame -> frame.getClassName().startsWith("io.rivulet."))
            .findFirst()
            .map(StackTraceElement::toString)
            .orElse(stack.length == 0 ? "unknown" : stack[0].toString());
    return fault.getClass().getName() + " at " + place;
  }
}
