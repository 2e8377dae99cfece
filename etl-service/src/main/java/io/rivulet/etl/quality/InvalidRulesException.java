package io.rivulet.etl.quality;

/** A file of rules that cannot be used; the message names the file and the reason. */
public final class InvalidRulesException extends RuntimeException {
  InvalidRulesException(String origin, String reason) {
    super("the quality rules " + origin + " cannot be used: " + reason);
  }
}
