package io.rivulet.benchmarks.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.benchmarks.reports.ReportsResults.Figure;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportsResultsTest {

  private static ReportsResults results(double view, double page) {
    return new ReportsResults(
        "2026-03-01T10:00:00Z",
        "2 processors",
        "1,000 sessions on 120 days, 3 rounds",
        new Figure("a bare count of all sessions", "120 days", List.of(50.0, 40.0, 900.0)),
        List.of(new Figure("sessions: by day", "28", List.of(view, 1.0, 5_000.0))),
        List.of(new Figure("Overview: `overview`", "120", List.of(page, 1.0, 5_000.0))));
  }

  @Test
  void theMedianOfTheRoundsStandsBesideTheLimit() {
    assertThat(results(100, 400).markdown())
        .contains("The limit, a bare count of all sessions, takes 50 ms.")
        .contains("| sessions: by day | 28 | 100 | 2.00 |")
        .contains("| Overview: `overview` | 120 | 400 | 8.00 |")
        .contains("All are within the goals.");
  }

  @Test
  void whatTakesTooLongIsMarked() {
    assertThat(results(200, 400).isWithinGoals()).isFalse();
    assertThat(results(100, 1_000).isWithinGoals()).isFalse();
    assertThat(results(100, 1_000).markdown())
        .contains("| 120 | **1000** | 20.00 |")
        .contains("NOT all are within the goals");
  }
}
