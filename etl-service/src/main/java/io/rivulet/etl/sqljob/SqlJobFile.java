package io.rivulet.etl.sqljob;

import io.rivulet.etl.run.Argument;
import io.rivulet.etl.run.Argument.Kind;
import io.rivulet.event.project.StrictYaml;
import io.rivulet.event.project.StrictYaml.InvalidYamlException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A file that adds a job: comment lines with its header, in YAML, and a query, which may have
 * comments too.
 *
 * <pre>{@code
 * -- job: top_pages
 * -- description: The most viewed pages of each day.
 * -- table: top_pages
 * -- after: [report]
 * -- arguments:
 * --   most: {kind: number, default: 10}
 * select event_date as day, name as page, count(*) as views
 * from events where type in ('page', 'screen') group by 1, 2
 * qualify row_number() over (partition by event_date order by count(*) desc, name) <= {{most}}
 * }</pre>
 *
 * @param query the SQL, with an argument's name in double braces where its value is to stand
 */
record SqlJobFile(Header header, String query) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*}}");

  /**
   * Reads a file.
   *
   * @param source what to call it in messages
   * @throws InvalidYamlException naming source, line and reason
   */
  static SqlJobFile parse(String source, String text) throws InvalidYamlException {
    List<String> lines = text.lines().toList();
    int begin = 0;
    while (begin < lines.size() && lines.get(begin).isBlank()) {
      begin++;
    }
    int end = begin;
    while (end < lines.size() && lines.get(end).startsWith("--")) {
      end++;
    }
    // The blank lines stay, so that messages have the numbers of the file's lines.
    String yaml =
        "\n".repeat(begin)
            + lines.subList(begin, end).stream()
                .map(line -> line.replaceFirst("^-- ?", ""))
                .collect(Collectors.joining("\n"));
    String query = String.join("\n", lines.subList(end, lines.size())).strip();
    SqlJobFile file =
        new SqlJobFile(
            StrictYaml.read("SQL job " + source, yaml, Header.class),
            query.endsWith(";") ? query.substring(0, query.length() - 1) : query);
    String wrong = file.wrong();
    if (!wrong.isEmpty()) {
      throw new InvalidYamlException("invalid SQL job " + source + ": " + wrong, null);
    }
    return file;
  }

  /** What is wrong with the query; empty when nothing is. */
  private String wrong() {
    if (query.isBlank()) {
      return "there is no query below the comment lines";
    }
    Set<String> known =
        header.jobArguments().stream()
            .map(Argument::name)
            .collect(Collectors.toCollection(TreeSet::new));
    return PLACEHOLDER
        .matcher(query)
        .results()
        .map(used -> used.group(1))
        .filter(name -> !known.contains(name))
        .findFirst()
        .map(name -> "the query uses {{" + name + "}}, which is none of the arguments " + known)
        .orElse("");
  }

  /**
   * The query as DuckDB takes it: an argument is read from the variable of its name. No value is
   * ever part of the text, where it could be more than a value.
   */
  String sql() {
    Map<String, Kind> kinds = new LinkedHashMap<>();
    header.jobArguments().forEach(a -> kinds.put(a.name(), a.kind()));
    return PLACEHOLDER
        .matcher(query)
        .replaceAll(
            used ->
                "cast(getvariable('"
                    + used.group(1)
                    + "') as "
                    + type(Objects.requireNonNull(kinds.get(used.group(1))))
                    + ")");
  }

  private static String type(Kind kind) {
    return switch (kind) {
      case TEXT, PERSONAL -> "varchar";
      case DATE -> "date";
      case NUMBER -> "bigint";
      case FLAG -> "boolean";
    };
  }
}
