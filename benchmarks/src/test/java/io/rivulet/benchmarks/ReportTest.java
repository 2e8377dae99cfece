package io.rivulet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.benchmarks.Results.Balance;
import io.rivulet.benchmarks.Results.CaseResult;
import io.rivulet.benchmarks.Results.Figures;
import io.rivulet.benchmarks.load.LoadResult.Latency;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Balance KEPT = new Balance(10, 10);

  @Test
  void theRatioStandsBesideItsGoal() {
    var results = results(figures(1_000, Map.of()), figures(700, Map.of()), KEPT);

    assertThat(new Report(results).markdown())
        .contains("| 20 | gzip | 1,000 | 700 | 70 % (65 %) | 1.0 / 2.0 / 3.0 |")
        .contains("Every request was answered with 200");
    assertThat(results.isClean()).isTrue();
  }

  @Test
  void anAnswerOtherThan200IsTold() {
    var results = results(figures(1_000, Map.of()), figures(700, Map.of(503, 7L)), KEPT);

    assertThat(new Report(results).markdown())
        .contains("**NOT every request")
        .contains("- batch 20 gzip, collector: {503=7}, 0 unanswered");
    assertThat(results.isClean()).isFalse();
  }

  @Test
  void anAcknowledgedEventThatIsNotInKafkaIsTold() {
    var results = results(figures(1, Map.of()), figures(1, Map.of()), new Balance(10, 9));

    assertThat(new Report(results).markdown()).contains("| 10 | 9 **LOST** |");
    assertThat(results.isClean()).isFalse();
  }

  @Test
  void aServerThatWasLeftOutHasNoFigures() {
    var results =
        new Results(
            "t",
            "m",
            "s",
            600,
            List.of(
                new CaseResult(
                    new Case(1, Case.Encoding.PLAIN),
                    64,
                    Map.of(Results.COLLECTOR, figures(1, Map.of())))),
            Map.of(),
            Map.of());

    assertThat(new Report(results).markdown()).contains("| 1 | plain | - | 1 | - | - |");
  }

  private static Results results(Figures reference, Figures collector, Balance ofCollector) {
    var one =
        new CaseResult(
            new Case(20, Case.Encoding.GZIP),
            64,
            Map.of(Results.REFERENCE, reference, Results.COLLECTOR, collector));
    return new Results(
        "t",
        "m",
        "s",
        600,
        List.of(one),
        Map.of(Results.COLLECTOR, new Memory(1, 2, 3)),
        Map.of(Results.COLLECTOR, ofCollector));
  }

  private static Figures figures(double eventsPerSecond, Map<Integer, Long> otherAnswers) {
    return new Figures(
        eventsPerSecond,
        List.of(eventsPerSecond),
        5,
        new BusyCores(1, 0.2, 0.1, 0),
        new Latency(1, 2, 3, 4),
        eventsPerSecond / 2,
        otherAnswers,
        0,
        0);
  }
}
