package io.rivulet.etl.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.quality.Rule.Level;
import io.rivulet.etl.quality.RuleResult.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** DQDL rules over a relation of four rows, as DuckDB evaluates them. */
class EvaluationTest {
  static Path outside;
  static Workbench workbench;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    outside = Files.writeString(folder.resolve("outside.csv"), "secret\n42\n");
    workbench =
        new Workbench(new Workbench.Limits(folder.resolve("run"), DataSize.ofMegabytes(256), 1));
    workbench.execute(
        "create table orders as select * from (values"
            + " (1, 'anna', 10.5, 'paid', timestamp '2026-03-01 10:00:00'),"
            + " (2, 'ben', 20.5, 'paid', timestamp '2026-03-02 10:00:00'),"
            + " (3, 'ben', 30.0, null, timestamp '2026-03-03 10:00:00'),"
            + " (4, ' ', null, 'open', cast(now() as timestamp)))"
            + " as t (id, buyer, amount, state, placed_at)");
    workbench.execute("create table other as select 1 as x");
  }

  @AfterAll
  static void stop() {
    workbench.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          IsComplete "id" | passed | 1
          IsComplete "amount" | failed | 0.75
          Completeness "amount" >= 0.75 | passed | 0.75
          Completeness "amount" > 0.75 | failed | 0.75
          Completeness "amount" = 1 where "state = 'paid'" | passed | 1
          IsUnique "id" | passed | 1
          IsUnique "buyer" | failed | 0.75
          IsUnique "amount" | passed | 1
          IsPrimaryKey "id" | passed | 1
          IsPrimaryKey "amount" | failed | 0.75
          IsPrimaryKey "buyer" "id" | passed | 1
          IsPrimaryKey "buyer" "state" | failed | 0.75
          Uniqueness "buyer" = 0.5 | passed | 0.5
          UniqueValueRatio "buyer" between 0.6 and 0.7 | passed | 0.6666666666666666
          RowCount = 4 | passed | 4
          RowCount > 4 | failed | 4
          RowCount between 4 and 9 | failed | 4
          RowCount = 2 where "buyer = 'ben'" | passed | 2
          ColumnCount = 5 | passed | 5
          ColumnExists "state" | passed | 1
          ColumnExists "stat" | failed | 0
          Sum "amount" = 61 | passed | 61
          Mean "id" = 2.5 | passed | 2.5
          StandardDeviation "id" between 1.11 and 1.12 | passed | 1.118033988749895
          DistinctValuesCount "buyer" = 3 | passed | 3
          ColumnValues "id" between 0 and 5 | passed | 1
          ColumnValues "id" between 1 and 5 | failed | 0.75
          ColumnValues "id" in [1, 2, 3] | failed | 0.75
          ColumnValues "id" in [1, 2, 3] with threshold >= 0.75 | passed | 0.75
          ColumnValues "amount" > 0 | failed | 0.75
          ColumnValues "amount" != 7 | passed | 1
          ColumnValues "amount" = NULL | failed | 0.25
          ColumnValues "state" in ["paid", "open"] | failed | 0.75
          ColumnValues "state" in ["paid", "open", NULL] | passed | 1
          ColumnValues "state" not in ["lost"] | passed | 1
          ColumnValues "buyer" in ["anna", "ben", WHITESPACES_ONLY] | passed | 1
          ColumnValues "buyer" matches "[a-z ]+" | passed | 1
          ColumnValues "buyer" not matches "b.*" | failed | 0.5
          ColumnValues "placed_at" >= "2026-03-01" | passed | 1
          ColumnValues "placed_at" > (now() - 1 days) | failed | 0.25
          ColumnLength "buyer" <= 4 | passed | 1
          DataFreshness "placed_at" <= 1 hours where "id = 4" | passed | 1
          DataFreshness "placed_at" <= 1 hours | failed | 0.25
          CustomSql "select count(*) from primary where amount < 15" = 1 | passed | 1
          CustomSql "with b as (select buyer, count(*) as n from primary group by 1) select max(n) from b" = 2 | passed | 2
          CustomSql "select count(*) from primary where state = 'primary'" = 0 | passed | 0
          """)
  void a_rule_says_what_glue_says(String rule, String outcome, double value) {
    RuleResult result = evaluate(rule, List.of()).get(0);

    assertThat(result.message()).isNull();
    assertThat(result.outcome().wireName()).isEqualTo(outcome);
    assertThat(Objects.requireNonNull(result.value())).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          RowCount > avg(last(3)) * 0.5 | 8, 6, 4, 1000 | passed | 3
          RowCount > avg(last(3)) * 0.5 | 8, 8, 8 | failed | 4
          RowCount > avg(last(10)) * 0.6 | 5 | passed | 3
          RowCount >= max(last(3)) - 1 | 5, 4, 3 | passed | 4
          RowCount >= min(last(3)) + std(last(3)) | 4, 4, 4 | passed | 4
          RowCount = median(last(4)) | 1, 3, 5, 9 | passed | 4
          RowCount = index(last(3), 1) | 9, 4, 8 | passed | 4
          RowCount = sum(last(2)) / 2 | 5, 3 | passed | 4
          RowCount = last(1) | 4, 9 | passed | 4
          """)
  void a_condition_compares_with_the_history(
      String rule, String history, String outcome, String threshold) {
    List<Double> values = List.of(history.split(", ")).stream().map(Double::valueOf).toList();

    RuleResult result = evaluate(rule, values).get(0);

    assertThat(result.outcome().wireName()).isEqualTo(outcome);
    assertThat(result.threshold()).endsWith(" = " + threshold);
  }

  @Test
  void without_history_there_is_nothing_to_fail() {
    RuleResult result = evaluate("RowCount > avg(last(10)) * 0.6", List.of()).get(0);

    assertThat(result.outcome()).isEqualTo(Outcome.PASSED);
    assertThat(result.message()).isEqualTo("there is no history yet");
  }

  @ParameterizedTest
  @CsvSource({
    "(IsComplete \"id\") and (IsUnique \"buyer\"), failed",
    "(IsComplete \"id\") or (IsUnique \"buyer\"), passed",
    "(IsComplete \"id\") and ((IsUnique \"buyer\") or (RowCount = 4)), passed",
    "(IsUnique \"nobody\") or (RowCount = 4), passed",
    "(IsUnique \"nobody\") or (RowCount = 5), error",
  })
  void composed_rules_are_composed_of_what_their_parts_say(String rule, String outcome) {
    RuleResult whole =
        evaluate(rule, List.of()).stream().filter(r -> !r.isPart()).findFirst().orElseThrow();

    assertThat(whole.outcome().wireName()).isEqualTo(outcome);
  }

  @Test
  void a_rule_that_misbehaves_fails_and_leaves_the_others_alone() {
    List<RuleResult> results =
        evaluate("Sum \"buyer\" > 0, IsComplete \"nobody\", RowCount = 4", List.of());

    assertThat(results)
        .extracting(RuleResult::outcome)
        .containsExactly(Outcome.ERROR, Outcome.ERROR, Outcome.PASSED);
    assertThat(results.get(0).message()).contains("sum");
    assertThat(results.get(1).message()).contains("there is no column 'nobody'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select count(*) from read_csv('OUTSIDE')",
        "select count(*) from 'OUTSIDE'",
        "select count(*) from read_text('/etc/hostname')",
        "select count(*) from glob('*')",
        "select count(*) from primary where exists (from read_text('/etc/hostname'))",
        "select count(*) from 'https://example.org/x.parquet'",
        "select count(*) from other",
        "select count(*) from main.other",
        "select count(*) from information_schema.tables",
        "select count(*) from duckdb_settings()",
        "select count(*) from query('select 1')",
        "select 1; drop table orders",
        "drop table orders",
        "copy orders to 'OUTSIDE'",
        "attach 'OUTSIDE.db'",
        "install httpfs",
        "set threads = 8",
        "select count(*) from (show tables)",
        "select (select count(*) from (with \\\"OUTSIDE\\\" as (select 1) select 1)) + (select count(*) from \\\"OUTSIDE\\\")",
        "select (select count(*) from (with other as (select 1) select 1)) + (select count(*) from other)",
        "select (select count(*) from (with duckdb_tables as (select 1) select 1)) + (select count(*) from duckdb_tables)",
        "select (",
      })
  void custom_sql_reaches_nothing_but_the_dataset(String sql) {
    String query = sql.replace("OUTSIDE", outside.toString());

    RuleResult result = evaluate("CustomSql \"" + query + "\" >= 0", List.of()).get(0);

    assertThat(result.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(result.value()).isNull();
    assertThat(evaluate("RowCount = 4", List.of()).get(0).outcome()).isEqualTo(Outcome.PASSED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          CustomSql "select count(*) from primary" = 0 | passed
          CustomSql "select max(id) from primary" > 0 | failed
          ColumnCount = 5 | passed
          ColumnExists "state" | passed
          Uniqueness "id" = 1 | passed
          UniqueValueRatio "id" = 1 | passed
          """)
  void an_empty_dataset_is_measured_too(String rule, String outcome) {
    RuleResult result =
        Evaluation.of(
                workbench,
                parse(rule),
                "(from orders limit 0)",
                Evaluation.LONGEST,
                measure -> List.of())
            .get(0);

    assertThat(result.outcome().wireName()).isEqualTo(outcome);
  }

  @Test
  void rules_that_take_too_long_are_in_error_together() {
    String slow = "CustomSql \"select count(*) from range(1000000000000) where range % 7 = 3\" > ";

    List<RuleResult> results =
        Evaluation.of(
            workbench,
            parse(slow + "1, " + slow + "2, RowCount = 4"),
            "orders",
            Duration.ofSeconds(1),
            measure -> List.of());

    assertThat(results)
        .hasSize(3)
        .allSatisfy(r -> assertThat(r.outcome()).isEqualTo(Outcome.ERROR))
        .allSatisfy(
            r -> assertThat(r.message()).isEqualTo("the rules of the dataset take too long"));
  }

  @Test
  void cancelling_ends_a_rule_and_says_nothing_of_it(@TempDir Path folder) throws Exception {
    Workbench cancelled =
        new Workbench(new Workbench.Limits(folder.resolve("run"), DataSize.ofMegabytes(256), 1));
    try (cancelled) {
      cancelled.execute("create table orders as select 1 as id");
      Rules rules =
          parse("CustomSql \"select count(*) from range(1000000000000) where range % 7 = 3\" > 1");
      CompletableFuture<List<RuleResult>> evaluation =
          CompletableFuture.supplyAsync(
              () ->
                  Evaluation.of(
                      cancelled, rules, "orders", Evaluation.LONGEST, measure -> List.of()));

      // again and again, as a run does: it may come just before a statement
      await()
          .untilAsserted(
              () -> {
                cancelled.cancel();
                assertThat(evaluation).isDone();
              });

      assertThat(evaluation).isCompletedExceptionally();
    }
  }

  @Test
  void a_where_clause_reaches_nothing_either() {
    RuleResult result =
        evaluate("RowCount > 0 where \"id in (from read_csv('" + outside + "'))\"", List.of())
            .get(0);

    assertThat(result.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(result.message()).contains("read_csv");
  }

  @Test
  void the_workbench_itself_reads_no_other_folder() {
    assertThatThrownBy(() -> workbench.number("select count(*) from read_csv('" + outside + "')"))
        .hasMessageContaining("disabled by configuration");
  }

  @Test
  void a_rule_may_be_a_mere_warning() {
    Rules rules =
        parse(
            "RowCount = 5 with level = \"warn\", IsUnique \"id\","
                + " (RowCount = 5 with level = \"warn\") or (RowCount = 6)");

    assertThat(rules.rules())
        .extracting(Rule::level)
        .containsExactly(Level.WARN, Level.FAIL, Level.WARN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Entropy "id" > 2 | rule type Entropy is not supported; supported are IsComplete
          Nonsense "id" | Rule Type: Nonsense is not valid
          RowCount > | no viable alternative
          DataFreshness "placed_at" <= 99999999999 hours | For input string: "99999999999"
          RowCount > 1 with level = "loud" | level must be "fail" or "warn"
          RowCount > 1 with color = "red" | 'with color' is not known
          CustomSql "select 1 from primary" | CustomSql needs a condition on a number
          """)
  void what_cannot_be_used_is_refused_with_file_and_reason(String rule, String reason) {
    assertThatThrownBy(() -> parse(rule))
        .isInstanceOf(InvalidRulesException.class)
        .hasMessageStartingWith("the quality rules test.dqdl cannot be used: ")
        .hasMessageContaining(reason);
  }

  @Test
  void the_shipped_rules_can_be_used(@TempDir Path folder) {
    RuleFiles files = new RuleFiles(folder);

    assertThat(files.datasets())
        .hasSize(8)
        .allSatisfy(d -> assertThat(files.of(d).rules()).isNotEmpty());
  }

  @Test
  void the_owners_file_takes_the_place_of_the_shipped_one(@TempDir Path folder) throws Exception {
    RuleFiles files = new RuleFiles(folder);
    Files.writeString(folder.resolve("bi.users.dqdl"), "Rules = [ RowCount > 0 ]");
    Files.writeString(folder.resolve("events.dqdl"), "# none\nRules = [ ]\n");

    assertThat(files.of("bi.users").rules()).hasSize(1);
    assertThat(files.of("events").rules()).isEmpty();
  }

  private static Rules parse(String rules) {
    return Rules.parse("orders", "test.dqdl", "Rules = [ " + rules + " ]");
  }

  private static List<RuleResult> evaluate(String rules, List<Double> history) {
    return Evaluation.of(workbench, parse(rules), "orders", Evaluation.LONGEST, measure -> history);
  }
}
