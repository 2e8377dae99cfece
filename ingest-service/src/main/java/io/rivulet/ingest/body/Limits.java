package io.rivulet.ingest.body;

/**
 * What one request may carry.
 *
 * @param requestBytes size of a body in bytes, as it comes and after decompression
 * @param eventBytes size of one event's JSON in bytes, together with the context and integrations
 *     that its batch gives to every event
 * @param events number of events; those beyond are refused one by one
 */
public record Limits(int requestBytes, int eventBytes, int events) {
  /**
   * A batch with more than this many times {@code events} elements is refused as a whole: no real
   * client sends one, and a refusal for each element would cost more than the request.
   */
  static final int EXCESS_FACTOR = 10;

  // What a batch shares is written once for each of its events.
  private static final int COPIED_BYTES = 8 << 20;

  /** 1 MiB, 32 KiB and 2,500 events. */
  public static final Limits DEFAULT = new Limits(1 << 20, 32 << 10, 2_500);

  public Limits {
    if (requestBytes <= 0 || eventBytes <= 0 || events <= 0) {
      throw new IllegalArgumentException(
          "limits must be positive, not " + requestBytes + ", " + eventBytes + ", " + events);
    }
  }

  /**
   * How many events a request may carry whose batch shares so much with each of them: copies of 8
   * MiB in all, at most {@code events}.
   *
   * @param sharedBytes length of the shared context and integrations
   */
  public int events(int sharedBytes) {
    return sharedBytes == 0 ? events : Math.min(events, COPIED_BYTES / sharedBytes);
  }
}
