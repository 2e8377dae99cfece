package io.rivulet.sessionizer.archive;

import java.nio.file.Path;

/** Where objects go. All methods may be called by several threads. */
public interface ObjectStore {

  /** The store cannot be reached or refuses; trying again later may help. */
  final class UnavailableException extends Exception {
    UnavailableException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Sees to it that the place for objects is there and can be reached. */
  void prepare() throws UnavailableException;

  /**
   * Writes an object, in place of one of that key, all or nothing.
   *
   * @param lines how many lines the object holds, kept as its metadata
   */
  void put(String key, Path content, long lines) throws UnavailableException;
}
