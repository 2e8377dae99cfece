package io.rivulet.benchmarks.sessionizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.benchmarks.Memory;
import io.rivulet.benchmarks.sessionizer.SessionizerResults.Balance;
import io.rivulet.benchmarks.sessionizer.SessionizerResults.OfActors;
import io.rivulet.benchmarks.sessionizer.SessionizerResults.Recovery;
import io.rivulet.benchmarks.sessionizer.SessionizerResults.Round;
import io.rivulet.benchmarks.sessionizer.SessionizerResults.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionizerReportTest {

  @Test
  void theRatioComparesProcessorTimeByTheMedians() {
    assertThat(report(1_000).markdown())
        .contains(
            "| 100,000 | 750 / 1040 | 500 | 250 | 20.0 | 50.0 | 40 % (35 %) | 1.0 + 2.0 / 1.0 + 2.0"
                + " | 0.0 |");
  }

  @Test
  void memoryStateAndRecoveryAreTold() {
    assertThat(report(1_000).markdown())
        .contains(
            "| 100,000 | 100 / 50 MB | 300 / 200 MB | 150 / 600 MB | 3 MB | 9 MB"
                + " | 12 s (30 s) / 20 s / 60 s | 1,000 | 1,000 |")
        .contains("Every event is one line in the lake.");
  }

  @Test
  void aMissingLineIsTold() {
    assertThat(report(999).markdown())
        .contains("| 1,000 | 999 **NOT THE SAME** |")
        .contains("**NOT every event is one line in the lake.**");
  }

  @Test
  void itIsWrittenAsMarkdownAndJson(@TempDir Path folder) throws Exception {
    Path markdown = report(1_000).write(folder.resolve("results"));

    assertThat(markdown).hasFileName("results.md").content().contains("| 100,000 |");
    assertThat(Files.readString(folder.resolve("results.json"))).contains("\"actors\" : 100000");
  }

  private static SessionizerReport report(long lines) {
    List<Round> sessionizer =
        List.of(
            new Round(1_000, 4, 50, 1, 2, 0),
            new Round(1_000, 1, 90, 1, 2, 0),
            new Round(1_000, 9, 49, 1, 2, 0));
    List<Round> limit = List.of(new Round(1_000, 2, 20, 1, 2, 0));
    var one =
        new OfActors(
            100_000,
            750,
            1040,
            sessionizer,
            limit,
            new Memory(300, 200, 600),
            new Memory(100, 50, 150),
            new State(3L << 20, 9L << 20),
            new Recovery(600, 12, 20, 60),
            new Balance(1_000, lines));
    return new SessionizerReport(
        new SessionizerResults("2026-01-02T03:04:05Z", "a machine", "1 round", List.of(one)));
  }
}
