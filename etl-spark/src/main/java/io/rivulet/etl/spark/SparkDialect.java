package io.rivulet.etl.spark;

import io.rivulet.reporting.ReportingSql;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The few places in which the text of a transform is spelled otherwise for Spark: the types of
 * structs and of JSON, the place of {@code ignore nulls}, how a list becomes rows, and how a
 * function is declared. All other differences are behind functions with a body for each engine.
 */
final class SparkDialect {
  /** Spark takes one statement at a time. */
  private static final Pattern END = Pattern.compile(";\n");

  private SparkDialect() {}

  /**
   * The text as Spark reads it.
   *
   * <pre>
   * cast(null as struct(name string))    cast(null as struct&lt;name string&gt;)
   * cast(null as json)                   cast(null as string)
   * last_value(says ignore nulls)        last_value(says) ignore nulls
   * unnest(moments)                      explode(moments)
   * create macro f(a string) as a;       create or replace temporary function f(a string) return a;
   * </pre>
   */
  static String of(String sql) {
    return sql.replaceAll("\\bstruct\\(([^()]*)\\)", "struct<$1>")
        .replace(" as json)", " as string)")
        .replaceAll("\\bunnest\\(", "explode(")
        .replaceAll("\\b(first_value|last_value)\\((.*?) ignore nulls\\)", "$1($2) ignore nulls")
        .replaceAll(
            "(?m)^create macro (.*?\\)) as\\b", "create or replace temporary function $1 return");
  }

  /** The statements that declare the functions of the transforms. */
  static List<String> functions() {
    return Stream.of("spark/functions", "definitions")
        .flatMap(file -> END.splitAsStream(of(ReportingSql.read(file))))
        .filter(statement -> statement.lines().anyMatch(line -> line.startsWith("create ")))
        .toList();
  }
}
