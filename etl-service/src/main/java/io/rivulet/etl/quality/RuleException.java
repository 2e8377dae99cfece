package io.rivulet.etl.quality;

/** A rule that cannot be evaluated on a dataset; the message says why. */
final class RuleException extends RuntimeException {
  RuleException(String message) {
    super(message);
  }
}
