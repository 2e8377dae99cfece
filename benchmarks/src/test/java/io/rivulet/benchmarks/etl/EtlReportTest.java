package io.rivulet.benchmarks.etl;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.benchmarks.etl.EtlResults.Figure;
import io.rivulet.benchmarks.etl.EtlResults.Round;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EtlReportTest {

  private static Figure figure(double seconds, long rowsIn) {
    return new Figure(seconds, 2 * seconds, 0.5, 0.1, 700, rowsIn, rowsIn, "events: 2026-03-11");
  }

  private static EtlResults results(long difference, double... loads) {
    return new EtlResults(
        "2026-03-01T10:00:00Z",
        "2 processors",
        "100 lines",
        new EtlBenchmark.Limits("1GB", 2),
        Arrays.stream(loads)
            .mapToObj(
                load ->
                    new Round(
                        figure(10, 100),
                        figure(load, 100),
                        figure(2, 100),
                        figure(1, 1),
                        figure(1, 1),
                        figure(1, 1),
                        figure(1, 1),
                        Map.of("a built funnel", figure(5, 0)),
                        difference))
            .toList());
  }

  @Test
  void theMedianLoadStandsBesideTheScanAndTheIncrementBesideTheLoad() {
    String text = new EtlReport(results(0, 20, 90, 25)).markdown();

    assertThat(text)
        .contains("| preprocess, first full load | 25.00 | 50.0 + 0.5 | 2.50 scans (2.5) |")
        .contains("| 4.0 % of the load (5 %) |")
        .contains("| a built funnel, four weeks | 5.00 | 10.0 + 0.5 | 0.50 scans |")
        .contains("Every line is an event or a copy.");
  }

  @Test
  void aLineThatIsMissingSpoilsTheFigures() {
    assertThat(results(1, 20).isClean()).isFalse();
    assertThat(new EtlReport(results(1, 20)).markdown()).contains("NOT every line");
    assertThat(results(0, 20).isClean()).isTrue();
  }
}
