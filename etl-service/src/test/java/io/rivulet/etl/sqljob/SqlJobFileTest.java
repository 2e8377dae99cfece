package io.rivulet.etl.sqljob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlJobFileTest {

  @Test
  void the_query_reads_values_from_variables_and_none_stands_in_its_text() throws Exception {
    SqlJobFile file =
        parse(
            """
            -- job: pages
            -- table: pages
            -- arguments:
            --   most: {kind: number, default: 10}
            --   since: {kind: date}
            --   name: {}
            select {{most}}, {{ since }}, {{name}}, {{project}} -- {{most}}
            """);

    assertThat(file.sql())
        .isEqualTo(
            "select cast(getvariable('most') as bigint), cast(getvariable('since') as date),"
                + " cast(getvariable('name') as varchar), cast(getvariable('project') as varchar)"
                + " -- cast(getvariable('most') as bigint)");
  }

  @Test
  void its_trigger_is_named_by_the_job() throws Exception {
    assertThat(parse("-- job: pages\n-- table: p\n-- every: 1h\nselect 1").header().triggers())
        .containsOnlyKeys("pages-on-schedule");
    assertThat(
            parse("-- job: pages\n-- table: p\n-- after: [report]\nselect 1").header().triggers())
        .containsOnlyKeys("pages-after");
    assertThat(parse("-- job: pages\n-- table: p\nselect 1").header().triggers()).isEmpty();
  }

  @Test
  void the_header_ends_where_its_lines_do() throws Exception {
    assertThat(parse("\n-- job: pages\n-- table: p\n\n-- why: because\nselect 1").query())
        .isEqualTo("-- why: because\nselect 1");
  }

  @Test
  void a_semicolon_at_the_end_is_no_part_of_the_query() throws Exception {
    assertThat(parse("-- job: pages\n-- table: p\nselect 1;\n").query()).isEqualTo("select 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          select 1                                               | invalid SQL job f.sql
          -- job: a;-- table: t                                  | there is no query below the comment lines
          -- job: a;select 1                                     | table must be a name of at most 48
          -- job: A;-- table: t;select 1                         | job must be a name of at most 48
          -- job: a;-- table: t;-- tabel: t;select 1             | line 3: tabel is not known; known are
          -- job: a;-- table: t;-- after: [b];-- every: 1h;select 1 | a trigger of job a must have one of
          -- job: a;-- table: t;select {{top}}                   | the query uses {{top}}, which is none of the arguments [project]
          -- job: a;-- table: t;-- arguments: {project: {}};select 1 | every job has the argument project already
          -- job: a;-- table: t;-- arguments: {n: {kind: number, default: x}};select 1 | argument n takes a whole number, not 'x'
          """)
  void what_cannot_be_is_said_with_its_place(String lines, String message) {
    assertThatThrownBy(() -> parse(lines.replace(';', '\n'))).hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"description, 512", "cron, 128"})
  void what_is_longer_than_its_column_is_said(String field, int longest) {
    String header = "-- job: a\n-- table: t\n-- " + field + ": 0 3 * * ";

    assertThatThrownBy(() -> parse(header + "1,".repeat(longest / 2) + "1\nselect 1"))
        .hasMessageContaining(field + " must be at most " + longest + " characters");
  }

  private static SqlJobFile parse(String text) throws Exception {
    return SqlJobFile.parse("f.sql", text);
  }
}
