package io.rivulet.benchmarks.sessionizer;

import static io.rivulet.benchmarks.sessionizer.SessionizerResults.median;

import io.rivulet.benchmarks.Memory;
import io.rivulet.benchmarks.ResultFiles;
import io.rivulet.benchmarks.sessionizer.SessionizerResults.OfActors;
import io.rivulet.benchmarks.sessionizer.SessionizerResults.Recovery;
import io.rivulet.benchmarks.sessionizer.SessionizerResults.Round;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The results as tables for people and as JSON for programs. */
final class SessionizerReport {
  private static final String NONE = "-";

  private final SessionizerResults results;

  SessionizerReport(SessionizerResults results) {
    this.results = results;
  }

  /**
   * Writes both.
   *
   * @param withoutExtension {@code .md} and {@code .json} are appended
   * @return the one for people
   */
  Path write(Path withoutExtension) throws IOException {
    return ResultFiles.write(withoutExtension, results, markdown());
  }

  String markdown() {
    var text = new StringBuilder();
    text.append(
        format("%n%s, %s; %s.%n%n", results.startedAt(), results.machine(), results.setting()));
    text.append(
        """
        | actors | bytes in / out | limit events/s | sessionizer events/s | limit CPU µs/event | sessionizer CPU µs/event | of the limit per core (goal) | broker + store CPU µs/event, limit / sessionizer | others busy |
        |---|---|---|---|---|---|---|---|---|
        """);
    results.cases().forEach(one -> text.append(speed(one)));
    text.append(
        format(
            "%n| actors | heap at most / after a collection, limit | sessionizer | resident at most, limit / sessionizer | state on disk | changelog | to first session (goal) / line / all after kill -9 | events | lines in the lake |%n|---|---|---|---|---|---|---|---|---|%n"));
    results.cases().forEach(one -> text.append(keeping(one)));
    text.append(
        results.isClean()
            ? format("%nEvery event is one line in the lake.%n")
            : format("%n**NOT every event is one line in the lake.**%n"));
    return text.toString();
  }

  private static String speed(OfActors one) {
    return format(
        "| %,d | %.0f / %.0f | %,.0f | %,.0f | %.1f | %.1f | %.0f %% (%.0f %%) | %s / %s | %.1f |%n",
        one.actors(),
        one.bytesPerEvent(),
        one.bytesPerLine(),
        median(one.limit(), Round::eventsPerSecond),
        median(one.sessionizer(), Round::eventsPerSecond),
        median(one.limit(), Round::cpuMicrosPerEvent),
        median(one.sessionizer(), Round::cpuMicrosPerEvent),
        one.ratio() * 100,
        SessionizerResults.GOAL * 100,
        servers(one.limit()),
        servers(one.sessionizer()),
        median(one.sessionizer(), Round::othersBusy));
  }

  private static String servers(List<Round> rounds) {
    return format(
        "%.1f + %.1f",
        median(rounds, Round::brokerMicrosPerEvent), median(rounds, Round::storeMicrosPerEvent));
  }

  private static String keeping(OfActors one) {
    return format(
        "| %,d | %s | %s | %s / %s MB | %,d MB | %,d MB | %s | %,d | %,d%s |%n",
        one.actors(),
        heap(one.limitMemory()),
        heap(one.sessionizerMemory()),
        one.limitMemory().residentPeak(),
        one.sessionizerMemory().residentPeak(),
        one.state().onDisk() >> 20,
        one.state().changelog() >> 20,
        recovery(one.recovery()),
        one.balance().events(),
        one.balance().lines(),
        one.balance().holds() ? "" : " **NOT THE SAME**");
  }

  private static String heap(Memory memory) {
    return format("%d / %d MB", memory.heapPeak(), memory.heapAfterCollection());
  }

  private static String recovery(@Nullable Recovery recovery) {
    return recovery == null
        ? NONE
        : format(
            "%.0f s (%.0f s) / %.0f s / %.0f s",
            recovery.firstSessionized(),
            SessionizerResults.RECOVERY_GOAL_SECONDS,
            recovery.firstArchived(),
            recovery.all());
  }

  private static String format(String format, @Nullable Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
