package io.rivulet.benchmarks;

/**
 * What is sent.
 *
 * @param batchSize events in a request
 */
record Case(int batchSize, Encoding encoding) {
  /** Of the bodies. */
  enum Encoding {
    PLAIN,
    GZIP
  }

  /** Least share of the reference's throughput that the collector shall have. */
  double goal() {
    return batchSize < 20 ? 0.55 : 0.65;
  }

  String encodingName() {
    return encoding == Encoding.GZIP ? "gzip" : "plain";
  }

  @Override
  public String toString() {
    return "batch " + batchSize + " " + encodingName();
  }
}
