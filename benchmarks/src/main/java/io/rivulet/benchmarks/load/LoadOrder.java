package io.rivulet.benchmarks.load;

import java.time.Duration;

/**
 * One run of the load generator.
 *
 * @param port of the server on the loopback address
 * @param batchSize events in a request
 * @param isGzip whether bodies are sent compressed
 * @param connections kept open, each with one request under way at a time
 * @param requestsPerSecond constant rate whatever the server does (open loop); 0: each connection
 *     sends its next request when the last one is answered (closed loop)
 * @param warmUp load before the measurement
 * @param measured how long is measured
 */
public record LoadOrder(
    int port,
    int batchSize,
    boolean isGzip,
    int connections,
    double requestsPerSecond,
    Duration warmUp,
    Duration measured) {

  /** Whether requests are sent at a constant rate. */
  boolean hasRate() {
    return requestsPerSecond > 0;
  }
}
