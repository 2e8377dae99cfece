package io.rivulet.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a JVM took at most, in MB.
 *
 * @param heapPeak heap in use when a collection began: what the cap must hold
 * @param heapAfterCollection heap in use when a collection had ended: what was alive, or nearly
 * @param residentPeak memory of the whole process; 0 where the system does not tell
 */
public record Memory(long heapPeak, long heapAfterCollection, long residentPeak) {
  private static final Pattern COLLECTION = Pattern.compile(" (\\d+)M->(\\d+)M\\(");
  private static final Pattern RESIDENT_PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

  /** Of a child that still runs. */
  public static Memory of(Child child) {
    try (Stream<String> collections = Files.lines(child.gcLog())) {
      long peak = 0;
      long after = 0;
      for (String line : (Iterable<String>) collections::iterator) {
        Matcher collection = COLLECTION.matcher(line);
        if (collection.find()) {
          peak = Math.max(peak, Long.parseLong(collection.group(1)));
          after = Math.max(after, Long.parseLong(collection.group(2)));
        }
      }
      return new Memory(peak, after, residentPeak(child.pid()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Begins anew to look for the most memory of the whole process, where the system lets it. */
  public static void forgetResidentPeak(Child child) throws IOException {
    Path peaks = Path.of("/proc", Long.toString(child.pid()), "clear_refs"); // Linux
    if (Files.isWritable(peaks)) {
      Files.writeString(peaks, "5");
    }
  }

  private static long residentPeak(long pid) throws IOException {
    Path status = Path.of("/proc", Long.toString(pid), "status"); // Linux
    if (!Files.exists(status)) {
      return 0;
    }
    Matcher peak = RESIDENT_PEAK.matcher(Files.readString(status));
    return peak.find() ? Long.parseLong(peak.group(1)) / 1024 : 0;
  }
}
