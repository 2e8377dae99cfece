package io.rivulet.etl.quality;

import io.rivulet.etl.engine.Engine;
import io.rivulet.etl.engine.Workbench;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Lets only such SQL of an owner's rules through that is one query over the dataset and nothing
 * else: no other statement, no file, no table of the work. What it lets through can compute, not
 * reach.
 */
final class SelectGuard {
  /** The name under which DQDL's CustomSql knows the dataset; a reserved word to DuckDB. */
  static final String PRIMARY = "\"primary\"";

  private static final Set<String> TABLE_FUNCTIONS =
      Set.of("range", "generate_series", "unnest", "json_each", "json_tree");

  /** Such a name can be no file. */
  private static final Pattern PLAIN_NAME = Pattern.compile("[a-z_][a-z0-9_]*");

  private static final Pattern TEXT_NAME_OR_PRIMARY =
      Pattern.compile("'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\\bprimary\\b", Pattern.CASE_INSENSITIVE);

  private final Workbench workbench;

  SelectGuard(Workbench workbench) {
    this.workbench = workbench;
  }

  /**
   * The query, with {@code primary} written as DuckDB takes it.
   *
   * @throws RuleException when it is anything but one query over {@code primary}
   */
  String checked(String sql) {
    Matcher words = TEXT_NAME_OR_PRIMARY.matcher(sql.replace("\\\"", "\""));
    String query =
        words.replaceAll(
            w ->
                Matcher.quoteReplacement(
                    w.group().toLowerCase(Locale.ROOT).equals("primary") ? PRIMARY : w.group()));
    JsonNode tree = workbench.syntaxTree(query);
    if (tree.path("error").asBoolean()) {
      throw new RuleException(
          "it is not one select: " + tree.path("error_message").asString("cannot be read"));
    }
    if (tree.path("statements").size() != 1) {
      throw new RuleException("it must be one statement");
    }
    Set<String> names = new HashSet<>();
    collectNames(tree, names);
    names.forEach(this::requireOwn);
    names.add("primary");
    requireKnown(tree, names);
    return query;
  }

  /**
   * Refuses a common table expression that is named like what the query may not read: outside its
   * scope the name would mean that.
   */
  private void requireOwn(String name) {
    if (!PLAIN_NAME.matcher(name).matches() || isRelation(name)) {
      throw new RuleException(
          "'with' cannot name a query '"
              + name
              + "'; take a name of a-z, 0-9 and '_' that no table has");
    }
  }

  private boolean isRelation(String name) {
    return workbench.number(
            "select count(*) from (select table_name from duckdb_tables()"
                + " union all select view_name from duckdb_views()) as relations (name)"
                + " where lower(name) = "
                + Engine.literal(name))
        > 0;
  }

  /** Adds the names of common table expressions. */
  private static void collectNames(JsonNode node, Set<String> names) {
    for (JsonNode entry : node.path("cte_map").path("map")) {
      names.add(entry.path("key").asString("").toLowerCase(Locale.ROOT));
    }
    node.forEach(child -> collectNames(child, names));
  }

  private static void requireKnown(JsonNode node, Set<String> names) {
    switch (node.path("type").asString("")) {
      case "BASE_TABLE" -> {
        JsonNode path = node.path("qualified_name").path("path");
        String name = path.path(path.size() - 1).asString("");
        if (path.size() != 1 || !names.contains(name.toLowerCase(Locale.ROOT))) {
          throw new RuleException("it may read primary alone, not '" + name + "'");
        }
      }
      case "TABLE_FUNCTION" -> {
        String name = node.path("function").path("function_name").asString("");
        if (!TABLE_FUNCTIONS.contains(name.toLowerCase(Locale.ROOT))) {
          throw new RuleException("it may not use the table function " + name);
        }
      }
      case "SHOW_REF" -> throw new RuleException("it may not show or describe");
      default -> {}
    }
    node.forEach(child -> requireKnown(child, names));
  }
}
