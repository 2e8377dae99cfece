package io.rivulet.standalone.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CompareTest {
  // Ann: 10:00, 10:30 (one session of 30 minutes), 11:01 (a second one). A guest at 10:00.
  private static final String EVENTS =
      """
      {"messageId":"1","type":"page","name":"Home","userId":"ann","timestamp":"2026-05-01T10:00:00Z"}
      {"messageId":"2","type":"track","event":"Play","userId":"ann","timestamp":"2026-05-01T10:30:00.000Z"}
      {"messageId":"2","type":"track","event":"Play","userId":"ann","timestamp":"2026-05-01T10:30:00.000Z"}
      {"messageId":"3","type":"track","event":"Play","userId":"ann","timestamp":"2026-05-01T13:01:00+02:00"}
      {"messageId":"4","type":"page","name":"Home","anonymousId":"g","timestamp":"2026-05-01T10:00:00Z"}
      """;
  private static final String USERS_TRUTH =
      """
      {"users_scope":"with userId","events":3,"distinct_users":1,
       "first_ts":"2026-05-01T10:00:00.000Z","last_ts":"2026-05-01T11:01:00.000Z",
       "top_events":[["Play",2],["Home",1]],"dau":{"2026-05-01":1},
       "sessions_gap_gt_30min":{"sessions":2,"duration_ms":{"median":900000.0,"total":1800000}},
       "sessions_gap_ge_30min":{"sessions":3},
       "retention":{"summary":{"D1":{"eligible":0,"retained":0,"rolling_retained":0}}},
       "all_rows_anonymous_keyed_by_sessionId":{"events":4,"distinct_users":2,
        "sessions_gap_gt_30min":{"sessions":3}}}
      """;

  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  private Path folder;

  @Test
  void hand_computed_figures_of_both_scopes_are_found_equal() throws IOException {
    assertThat(compare(USERS_TRUTH)).isZero();
  }

  @Test
  void one_wrong_figure_of_the_users_makes_the_command_fail() throws IOException {
    assertThat(compare(USERS_TRUTH.replace("\"sessions\":2", "\"sessions\":3"))).isEqualTo(1);
  }

  @Test
  void one_wrong_figure_of_all_makes_the_command_fail() throws IOException {
    assertThat(compare(USERS_TRUTH.replace("\"distinct_users\":2", "\"distinct_users\":3")))
        .isEqualTo(1);
  }

  @Test
  void a_wrong_top_event_makes_the_command_fail() throws IOException {
    assertThat(compare(USERS_TRUTH.replace("[\"Home\",1]", "[\"Away\",1]"))).isEqualTo(1);
  }

  @Test
  void a_truth_may_name_some_cohorts_only_and_of_these_the_size_must_be_right() throws IOException {
    String events =
        """
        {"messageId":"1","type":"page","name":"Home","userId":"ann","timestamp":"2026-05-01T10:00:00Z"}
        {"messageId":"2","type":"page","name":"Home","userId":"bob","timestamp":"2026-05-02T10:00:00Z"}
        """;
    String truth = "{\"retention\":{\"cohorts\":{\"2026-05-01\":{\"size\":1}}}}";

    assertThat(compare(events, truth)).isZero();
    assertThat(compare(events, truth.replace("\"size\":1", "\"size\":2"))).isEqualTo(1);
    assertThat(compare(events, truth.replace("05-01", "05-03"))).isEqualTo(1);
  }

  @Test
  void an_event_without_message_id_cannot_be_compared() throws IOException {
    Path events =
        Files.writeString(
            folder.resolve("e"), "{\"userId\":\"a\",\"timestamp\":\"2026-05-01T10:00:00Z\"}");

    assertThat(Compare.execute(events.toString(), "--no-database", "--truth", "none")).isEqualTo(2);
  }

  @Test
  void without_project_and_database_there_is_nothing_to_compare_with() {
    assertThat(Compare.execute("events")).isEqualTo(2);
  }

  @Test
  void without_a_url_the_database_is_where_its_variable_says() {
    System.setProperty("RIVULET_POSTGRES_PORT", "5499"); // stands for the variable
    try {
      assertThat(new CommandLine(new Compare()).getUsageMessage())
          .containsIgnoringWhitespaces("jdbc:postgresql://localhost:5499/analytics");
    } finally {
      System.clearProperty("RIVULET_POSTGRES_PORT");
    }
  }

  private int compare(String truth) throws IOException {
    return compare(EVENTS, truth);
  }

  private int compare(String events, String truth) throws IOException {
    Path file = Files.writeString(folder.resolve("events.ndjson"), events);
    Path truthFile = Files.writeString(folder.resolve("truth.json"), truth);
    return Compare.execute(file.toString(), "--no-database", "--truth", truthFile.toString());
  }
}
