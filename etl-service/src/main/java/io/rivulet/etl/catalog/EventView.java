package io.rivulet.etl.catalog;

import io.rivulet.etl.catalog.ColumnPath.Step;
import io.rivulet.etl.engine.Engine;
import io.rivulet.etl.engine.Workbench;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The typed view of one event: a column for each value that the catalog knows, cast such that a
 * value that does not fit is null and no error. It reads a relation {@code events} with the columns
 * of the curated events, and is SQL of DuckDB.
 *
 * @param columns those that have not vanished
 */
record EventView(String name, TableKey key, int version, List<Column> columns) {
  private static final List<String> COMMON =
      List.of(
          "event_id",
          "event_date",
          "occurred_at",
          "received_at",
          "actor_key",
          "instance_id",
          "user_id",
          "session_id",
          "is_bot",
          "name");

  /** The statement that creates it. */
  String sql() {
    Set<String> taken = new HashSet<>(COMMON);
    List<String> selected = new ArrayList<>(COMMON);
    columns.stream()
        .filter(this::isShown)
        .sorted(Comparator.comparing(Column::firstSeen).thenComparing(c -> c.path().toString()))
        .forEach(
            c ->
                selected.add(expression(c) + " as " + Workbench.identifier(free(alias(c), taken))));
    return "create or replace view "
        + name
        + " as\nselect\n    "
        + String.join(",\n    ", selected)
        + "\nfrom events\nwhere type = "
        + Engine.literal(key.type())
        + (key.name().isEmpty() ? "" : " and name = " + Engine.literal(key.name()));
  }

  /**
   * Objects whose members are columns of their own are not shown, nor what is in arrays and maps.
   */
  private boolean isShown(Column column) {
    return column.path().isSingle()
        && !(column.types().keySet().equals(Set.of(JsonType.OBJECT))
            && columns.stream().anyMatch(c -> isMember(c.path(), column.path())));
  }

  private static boolean isMember(ColumnPath path, ColumnPath object) {
    List<Step> steps = path.steps();
    return path.isSingle()
        && steps.size() == object.steps().size() + 1
        && steps.subList(0, steps.size() - 1).equals(object.steps());
  }

  /** Members of properties have their own names; others say where they come from. */
  private static String alias(Column column) {
    List<String> names = column.path().steps().stream().map(Step::name).toList();
    return String.join(
        "_", names.get(0).equals("properties") ? names.subList(1, names.size()) : names);
  }

  /** SQL does not tell names apart by their case, JSON does. */
  private static String free(String alias, Set<String> taken) {
    String name = alias.isEmpty() ? "_" : alias;
    for (int n = 2; !taken.add(name.toLowerCase(Locale.ROOT)); n++) {
      name = alias + '_' + n;
    }
    return name;
  }

  private static String expression(Column column) {
    List<Step> steps = column.path().steps();
    String arguments =
        "("
            + steps.get(0).name()
            + ", "
            + Engine.literal(
                steps.subList(1, steps.size()).stream()
                    .map(s -> "/" + s.name().replace("~", "~0").replace("/", "~1"))
                    .collect(Collectors.joining()))
            + ")";
    String text = "json_extract_string" + arguments;
    return switch (column.type()) {
      case BOOLEAN -> "try_cast(" + text + " as boolean)";
      case BIGINT -> "try_cast(" + text + " as bigint)";
      case DOUBLE -> "try_cast(" + text + " as double)";
      case DECIMAL -> "try_cast(" + text + " as decimal(38, 0))";
      case DATE -> "try_cast(" + text + " as date)";
      case TIMESTAMP -> "timezone('UTC', try_cast(" + text + " as timestamptz))";
      case STRING -> text;
      case ARRAY, OBJECT -> "json_extract" + arguments;
    };
  }
}
