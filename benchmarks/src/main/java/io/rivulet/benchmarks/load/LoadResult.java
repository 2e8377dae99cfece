package io.rivulet.benchmarks.load;

import java.util.Map;

/**
 * What a run of the load generator saw. Latency counts from the time at which a request was due,
 * also when it could not be sent then.
 *
 * @param eventsPerSecond in requests answered with 200 while it was measured
 * @param acknowledgedEvents in all requests answered with 200, warm-up included
 * @param otherAnswers how many requests were answered with another status, by status
 * @param lostRequests without an answer, because the connection broke or the run ended
 * @param reconnects connections that the server closed after an answer
 * @param bytesPerEvent mean size of an event as JSON, of the requests sent
 */
public record LoadResult(
    double eventsPerSecond,
    long acknowledgedEvents,
    Map<Integer, Long> otherAnswers,
    long lostRequests,
    long reconnects,
    double bytesPerEvent,
    Latency latency) {

  /** In milliseconds, of requests answered with 200 while it was measured. */
  public record Latency(double p50, double p99, double p999, double max) {}
}
