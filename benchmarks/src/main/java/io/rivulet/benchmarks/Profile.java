package io.rivulet.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/**
 * A Flight Recorder profile of a running JVM, summed up: threads, methods that run, the method of
 * ours (or the library's entry) that they run for, and what is allocated where.
 */
public final class Profile {
  private static final int ROWS = 25;
  private static final int LONGEST_COMMAND_SECONDS = 60;
  private static final String OURS = "io.rivulet.";

  private final Child child;
  private final Path file;
  private final Map<String, Double> threads = new HashMap<>();
  private final Map<String, Double> methods = new HashMap<>();
  private final Map<String, Double> callers = new HashMap<>();
  private final Map<String, Double> allocated = new HashMap<>();
  private final Map<String, Double> allocators = new HashMap<>();

  /**
   * @param file for the recording
   */
  public Profile(Child child, Path file) {
    this.child = child;
    this.file = file;
  }

  /** Begins the recording. */
  public void start() throws IOException, InterruptedException {
    command("JFR.start", "name=benchmark", "settings=profile");
  }

  /** Ends the recording, which is kept in the file, and sums it up. */
  public String stop() throws IOException, InterruptedException {
    command("JFR.stop", "name=benchmark", "filename=" + file.toAbsolutePath());
    try (var recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        add(recording.readEvent());
      }
    }
    return table("Threads that run", threads)
        + table("Methods that run", methods)
        + table("Nearest method of ours above them", callers)
        + table("Classes allocated", allocated)
        + table("Nearest method of ours that allocates", allocators)
        + "%nThe recording is %s.%n".formatted(file);
  }

  private void add(RecordedEvent event) {
    switch (event.getEventType().getName()) {
      case "jdk.ExecutionSample", "jdk.NativeMethodSample" -> {
        RecordedStackTrace stack = event.getStackTrace();
        if (stack == null || stack.getFrames().isEmpty() || isWaiting(stack)) {
          return;
        }
        var thread = event.getThread("sampledThread");
        threads.merge(
            thread == null ? "?" : String.valueOf(thread.getJavaName()).replaceAll("\\d+", "#"),
            1.0,
            Double::sum);
        methods.merge(name(stack.getFrames().get(0)), 1.0, Double::sum);
        callers.merge(nearestOfOurs(stack), 1.0, Double::sum);
      }
      case "jdk.ObjectAllocationSample" -> {
        double weight = event.getLong("weight");
        allocated.merge(event.getClass("objectClass").getName(), weight, Double::sum);
        allocators.merge(nearestOfOurs(event.getStackTrace()), weight, Double::sum);
      }
      default -> {}
    }
  }

  /** A thread in a select is sampled as running native code although it sleeps. */
  private static boolean isWaiting(RecordedStackTrace stack) {
    String method = stack.getFrames().get(0).getMethod().getName();
    return method.startsWith("epollWait") || method.equals("wait") || method.equals("accept");
  }

  private static String nearestOfOurs(@Nullable RecordedStackTrace stack) {
    if (stack == null || stack.getFrames().isEmpty()) {
      return "?";
    }
    List<RecordedFrame> frames = stack.getFrames();
    return frames.stream()
        .map(Profile::name)
        .filter(name -> name.startsWith(OURS))
        .findFirst()
        .orElseGet(() -> "none of ours: " + entry(frames));
  }

  /** The outermost frame that is not the JDK's: what the thread is for. */
  private static String entry(List<RecordedFrame> frames) {
    String entry = name(frames.get(frames.size() - 1));
    for (RecordedFrame frame : frames) {
      String name = name(frame);
      if (!name.startsWith("java.")) {
        entry = name;
      }
    }
    return entry;
  }

  private static String name(RecordedFrame frame) {
    return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
  }

  private static String table(String title, Map<String, Double> weights) {
    double all = weights.values().stream().mapToDouble(Double::doubleValue).sum();
    var text = new StringBuilder("%n%s%n".formatted(title));
    weights.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
        .limit(ROWS)
        .forEach(
            row ->
                text.append(
                    String.format(
                        Locale.ROOT, "%6.1f %%  %s%n", 100 * row.getValue() / all, row.getKey())));
    return text.toString();
  }

  private void command(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
    command.add(Long.toString(child.pid()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(LONGEST_COMMAND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IllegalStateException("jcmd could not do " + arguments[0]);
    }
  }
}
