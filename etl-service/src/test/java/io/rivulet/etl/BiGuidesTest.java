package io.rivulet.etl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The guides of the BI tools name what there is. */
class BiGuidesTest {
  private static final Path DOCS = Path.of("../docs");

  /** The columns of each view; {@link BiContractIT} holds the file against the database. */
  private static Map<String, Set<String>> views;

  @BeforeAll
  static void readViews() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("src/test/resources/bi/columns.txt"))) {
      views =
          lines
              .map(line -> line.substring(0, line.indexOf(' ')).split("\\."))
              .collect(
                  Collectors.groupingBy(
                      parts -> parts[0],
                      Collectors.mapping(parts -> parts[1], Collectors.toSet())));
    }
  }

  /**
   * A report of a guide.
   *
   * @param view what it is made of
   * @param words what stands in code in its row
   */
  private record Recipe(String name, String view, List<String> words) {}

  private static List<Recipe> recipes(String guide) {
    return Pattern.compile("^\\| \\*\\*(\\w+)\\*\\* \\| (.*?) \\| (.*?) \\|$", Pattern.MULTILINE)
        .matcher(guide)
        .results()
        .map(
            row -> {
              List<String> source = code(row.group(2));
              // the query below the table
              String view = source.isEmpty() ? "retention" : source.get(0).replace("bi.", "");
              List<String> words = new ArrayList<>(code(row.group(3)));
              words.addAll(source.stream().skip(1).toList());
              return new Recipe(row.group(1), view, words);
            })
        .toList();
  }

  private static List<String> code(String cell) {
    return all("`([^`]+)`", cell);
  }

  private static List<String> all(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1)).toList();
  }

  /** Calculated fields by their names; in each product the sign after the name is another one. */
  private static Map<String, String> fields(String guide) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String block : all("(?s)```(?:dax)?\n(.*?)```", guide)) {
      for (MatchResult field :
          Pattern.compile("(?m)^(\\w[\\w ()]*?)(?: \\(on \\w+\\))?(?: = |:  | {2,})(.+(?:\n +.+)*)")
              .matcher(block)
              .results()
              .toList()) {
        fields.put(field.group(1), field.group(2));
      }
    }
    return fields;
  }

  private static Set<String> columns(String view) {
    return Objects.requireNonNull(views.get(view), () -> "there is no view bi." + view);
  }

  @ParameterizedTest
  @ValueSource(strings = {"data-studio", "power-bi", "tableau"})
  void five_reports_are_made_of_columns_and_calculated_fields_that_there_are(String product)
      throws IOException {
    String guide = Files.readString(DOCS.resolve("bi/" + product + ".md"));
    Map<String, String> fields = fields(guide);

    assertThat(recipes(guide))
        .extracting(Recipe::name)
        .containsExactly("Overview", "Engagement", "Retention", "Funnel", "Devices");
    for (Recipe recipe : recipes(guide)) {
      for (String word : recipe.words()) {
        if (!fields.containsKey(word)) {
          // an aggregation or a condition of columns
          assertThat(all("([a-z_]+)", word.replaceAll("(?i)sum\\(|'.*'|\".*\"", "")))
              .as("%s: %s", recipe.name(), word)
              .isNotEmpty()
              .isSubsetOf(columns(recipe.view()));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"data-studio", "power-bi", "tableau"})
  void calculated_fields_are_of_columns_that_there_are(String product) throws IOException {
    String guide = Files.readString(DOCS.resolve("bi/" + product + ".md"));
    Set<String> known = new TreeSet<>(columns("person_days"));
    recipes(guide).forEach(recipe -> known.addAll(columns(recipe.view())));
    known.addAll(views.keySet());

    Map<String, String> fields = fields(guide);

    assertThat(fields)
        .containsKeys("Engagement rate", "Stickiness", "Retention", "Conversion")
        .allSatisfy(
            (name, formula) ->
                assertThat(all("\\b([a-z_]{2,})\\b(?!\\[)", formula))
                    .isNotEmpty()
                    .isSubsetOf(known));
    // DAX names the view too
    for (String formula : fields.values()) {
      for (MatchResult column :
          Pattern.compile("(\\w+)\\[(\\w+)]").matcher(formula).results().toList()) {
        assertThat(columns(column.group(1))).contains(column.group(2));
      }
    }
  }

  @Test
  void every_view_that_the_docs_name_exists() throws IOException {
    try (Stream<Path> pages = Files.walk(DOCS)) {
      for (Path page : pages.filter(path -> path.toString().endsWith(".md")).toList()) {
        assertThat(all("\\bbi\\.(?!custom_|md\\b)([a-z_]+)\\b(?!\\()", Files.readString(page)))
            .as(page.toString())
            .isSubsetOf(views.keySet());
      }
    }
  }

  @Test
  void power_bi_opens_at_the_database() throws IOException {
    JsonNode connection =
        JsonMapper.shared()
            .readTree(Files.readString(DOCS.resolve("bi/rivulet.pbids")))
            .at("/connections/0");

    assertThat(connection.at("/details/protocol").asString()).isEqualTo("postgresql");
    assertThat(connection.at("/details/address/server").asString()).isEqualTo("localhost:5433");
    assertThat(connection.at("/details/address/database").asString()).isEqualTo("analytics");
    assertThat(connection.path("mode").asString()).isEqualTo("Import");
  }

  @Test
  void tableau_opens_a_view_as_the_reader() throws Exception {
    Element source =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(DOCS.resolve("bi/rivulet.tds").toFile())
            .getDocumentElement();
    Element relation = (Element) source.getElementsByTagName("relation").item(0);
    Element connection = (Element) source.getElementsByTagName("connection").item(1);
    Element named = (Element) source.getElementsByTagName("named-connection").item(0);

    assertThat(source.getTagName()).isEqualTo("datasource");
    assertThat(relation.getAttribute("table")).matches("\\[bi]\\.\\[(\\w+)]");
    assertThat(views).containsKey(relation.getAttribute("name"));
    assertThat(relation.getAttribute("connection")).isEqualTo(named.getAttribute("name"));
    assertThat(connection.getAttribute("class")).isEqualTo("postgres");
    assertThat(connection.getAttribute("dbname")).isEqualTo("analytics");
    assertThat(connection.getAttribute("username")).isEqualTo("bi_reader");
  }
}
