package io.rivulet.etl.trigger;

/** What an EVENT trigger watches: objects that no run has read yet. */
@FunctionalInterface
public interface NewObjects {

  /** How many there are now; may take seconds. */
  long count();
}
