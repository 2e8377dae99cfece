package io.rivulet.etl.sqljob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlJobFileTest {

  @Test
  void values_stand_in_the_query_as_literals_of_their_kind() throws Exception {
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

    assertThat(file.queryWith(Map.of("project", "shop", "most", "3", "name", "it's $1 \\")))
        .isEqualTo(
            "select cast('3' as bigint), cast(null as date), cast('it''s $1 \\' as varchar),"
                + " cast('shop' as varchar) -- cast('3' as bigint)");
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
          -- job: a;-- table: t;-- tabel: t;select 1             | line 3: Unrecognized property "tabel"
          -- job: a;-- table: t;-- after: [b];-- every: 1h;select 1 | a trigger of job a must have one of
          -- job: a;-- table: t;select {{top}}                   | the query uses {{top}}, which is none of the arguments [project]
          -- job: a;-- table: t;-- arguments: {project: {}};select 1 | every job has the argument project already
          -- job: a;-- table: t;-- arguments: {n: {kind: number, default: x}};select 1 | argument n takes a whole number, not 'x'
          """)
  void what_cannot_be_is_said_with_its_place(String lines, String message) {
    assertThatThrownBy(() -> parse(lines.replace(';', '\n'))).hasMessageContaining(message);
  }

  private static SqlJobFile parse(String text) throws Exception {
    return SqlJobFile.parse("f.sql", text);
  }
}
