package io.rivulet.sessionizer.archive;

import java.nio.file.Path;
import java.util.Locale;

/** Where objects go. All methods may be called by several threads. */
public interface ObjectStore {

  /** Why the store did not do as it was told. */
  enum Failure {
    /** No connection, or one that broke. */
    UNREACHABLE,
    /** No answer in time. */
    TIMEOUT,
    /** It asks to be left alone for a while, or has an error of its own (5xx, 429). */
    BUSY,
    /** It says no: wrong credentials, no right to write, no such bucket (4xx). */
    REFUSED,
    /** There is an object of that key, and it holds other lines. */
    CONFLICT;

    /** Its name in metrics. */
    String tag() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The store cannot be reached or refuses; trying again later may help. */
  final class UnavailableException extends Exception {
    private final Failure failure;

    UnavailableException(Failure failure, String message, Throwable cause) {
      super(message, cause);
      this.failure = failure;
    }

    Failure failure() {
      return failure;
    }
  }

  /** Sees to it that the place for objects is there and can be reached. */
  void prepare() throws UnavailableException;

  /**
   * Writes an object, all or nothing. One of that key that has the same lines stays as it is; one
   * that has other lines stays too, and this fails with {@link Failure#CONFLICT}.
   *
   * @param content gzip
   * @param lines how many lines the object holds, kept as its metadata
   */
  void put(String key, Path content, long lines) throws UnavailableException;
}
