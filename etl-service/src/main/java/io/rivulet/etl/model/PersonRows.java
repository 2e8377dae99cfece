package io.rivulet.etl.model;

import io.rivulet.etl.engine.Workbench;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Rows of persons, given person by person.
 *
 * @param relation a table or a query in parentheses, with a column {@code person_id}
 * @param columns beside the person
 * @param order of a person's rows
 * @param reader of a row, whose columns begin with the second one
 */
record PersonRows<T>(
    Workbench workbench, String relation, String columns, String order, Reader<T> reader) {
  /** Rows that are held in memory at a time, about. */
  private static final int ROWS_AT_A_TIME = 100_000;

  /** Makes a value of a row where the cursor is. */
  @FunctionalInterface
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** How many persons there are. */
  long persons() {
    return workbench.number("select count(distinct person_id) from " + relation);
  }

  /** How many rows there are. */
  long rows() {
    return workbench.number("select count(*) from " + relation);
  }

  /** Gives each person, as if shuffled: the first ones are a fair sample, whatever ids mean. */
  void forEach(BiConsumer<String, List<T>> consumer) {
    long portions = rows() / ROWS_AT_A_TIME + 1;
    for (long portion = 0; portion < portions; portion++) {
      List<T> values = new ArrayList<>();
      String[] person = new String[1];
      workbench.rows(
          "select person_id, "
              + columns
              + " from "
              + relation
              + " where hash(person_id) % "
              + portions
              + " = "
              + portion
              + " order by hash(person_id), person_id nulls last, "
              + order
              + " nulls last",
          row -> {
            String id = row.getString(1);
            if (person[0] != null && !person[0].equals(id)) {
              consumer.accept(person[0], values);
              values.clear();
            }
            person[0] = id;
            values.add(reader.read(row));
          });
      if (person[0] != null) {
        consumer.accept(person[0], values);
      }
    }
  }
}
