package io.rivulet.stores;

/** Closes what declares that it may fail. */
final class Closing {
  private Closing() {}

  static void close(AutoCloseable server) {
    try {
      server.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("a store does not stop", e);
    }
  }
}
