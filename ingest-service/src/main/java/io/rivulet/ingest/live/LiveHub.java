package io.rivulet.ingest.live;

import io.rivulet.ingest.decode.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Tells those who listen to a project what became of its events. While nobody listens, telling
 * costs one look at an empty map.
 */
public final class LiveHub {
  /** Streams of one project that are open at one time. */
  public static final int PER_PROJECT = 5;

  /** Streams that are open at one time. */
  public static final int MOST = 50;

  private final LongSupplier nanoTime;
  private volatile Map<String, List<LiveStream>> streams = Map.of();

  /**
   * @param nanoTime a clock that never goes back
   */
  public LiveHub(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Opens a stream of a project's events; empty where there are too many. */
  public synchronized Optional<LiveStream> open(String project) {
    for (List<LiveStream> present : streams.values()) {
      present.stream().filter(LiveStream::isOver).forEach(this::close);
    }
    List<LiveStream> present = streams.getOrDefault(project, List.of());
    if (present.size() >= PER_PROJECT || size() >= MOST) {
      return Optional.empty();
    }
    LiveStream stream = new LiveStream(nanoTime);
    List<LiveStream> more = new ArrayList<>(present);
    more.add(stream);
    Map<String, List<LiveStream>> changed = new HashMap<>(streams);
    changed.put(project, List.copyOf(more));
    streams = Map.copyOf(changed);
    return Optional.of(stream);
  }

  /** Forgets a stream; may be called again. */
  public synchronized void close(LiveStream stream) {
    stream.end();
    Map<String, List<LiveStream>> left = new HashMap<>();
    streams.forEach(
        (project, present) -> {
          List<LiveStream> others = present.stream().filter(s -> s != stream).toList();
          if (!others.isEmpty()) {
            left.put(project, others);
          }
        });
    streams = Map.copyOf(left);
  }

  /** Ends all streams. */
  public synchronized void closeAll() {
    streams.values().forEach(present -> present.forEach(LiveStream::end));
  }

  /** Streams that are open now. */
  public int size() {
    return streams.values().stream().mapToInt(List::size).sum();
  }

  /** Shows a request's verdicts to those who listen to the project. Never throws, never waits. */
  public void tell(String project, List<Verdict> verdicts) {
    Map<String, List<LiveStream>> all = streams;
    List<LiveStream> listening = all.isEmpty() ? null : all.get(project);
    if (listening != null) {
      for (Verdict verdict : verdicts) {
        tell(listening, verdict);
      }
    }
  }

  private static void tell(List<LiveStream> listening, Verdict verdict) {
    String text = null;
    for (LiveStream stream : listening) {
      if (stream.tryTake(verdict instanceof Verdict.Accepted)) {
        text = text == null ? text(verdict) : text;
        stream.show(text);
      }
    }
  }

  private static String text(Verdict verdict) {
    try {
      return verdict instanceof Verdict.Accepted accepted
          ? LiveText.of(accepted.event())
          : LiveText.of(((Verdict.Rejected) verdict).rejected());
    } catch (RuntimeException e) {
      return LiveText.UNREADABLE; // the event is stored, and its sender must be told so
    }
  }
}
