package io.rivulet.etl.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SparkDialectTest {

  @Test
  void structs_have_angle_brackets() {
    assertThat(SparkDialect.of("cast(null as struct(name string, n integer)) as os"))
        .isEqualTo("cast(null as struct<name string, n integer>) as os");
  }

  @Test
  void json_is_text() {
    assertThat(SparkDialect.of("cast(null as json) as traits"))
        .isEqualTo("cast(null as string) as traits");
  }

  @Test
  void ignore_nulls_stands_behind_the_brackets() {
    assertThat(
            SparkDialect.of(
                "coalesce(last_value(a ignore nulls) over past, first_value(case when b then"
                    + " coalesce(c, '') end ignore nulls) over future)"))
        .isEqualTo(
            "coalesce(last_value(a) ignore nulls over past, first_value(case when b then"
                + " coalesce(c, '') end) ignore nulls over future)");
  }

  @Test
  void a_list_is_exploded_into_rows() {
    assertThat(SparkDialect.of("select unnest(moments) as at_us"))
        .isEqualTo("select explode(moments) as at_us");
  }

  @Test
  void a_macro_is_a_function() {
    assertThat(SparkDialect.of("create macro f(a struct(n string), b string) as cast(b as string)"))
        .isEqualTo(
            "create or replace temporary function f(a struct<n string>, b string) return cast(b as"
                + " string)");
  }

  @Test
  void each_function_is_a_statement_of_its_own() {
    assertThat(SparkDialect.functions())
        .hasSizeGreaterThan(10)
        .allSatisfy(f -> assertThat(f).contains("create or replace temporary function ", " return"))
        .allSatisfy(f -> assertThat(f.split("create or replace")).hasSize(2));
  }
}
