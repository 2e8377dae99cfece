package io.rivulet.dashboard;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ModuleRulesTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.rivulet.dashboard");

  @Test
  void knowsNoOtherModule() {
    noClasses()
        .should()
        .dependOnClassesThat(
            com.tngtech.archunit.base.DescribedPredicate.describe(
                "are of another module of Rivulet",
                type ->
                    type.getPackageName().startsWith("io.rivulet.")
                        && !type.getPackageName().startsWith("io.rivulet.dashboard")))
        .check(CLASSES);
  }

  @Test
  void rangesKnowNoFramework() {
    noClasses()
        .that()
        .resideInAPackage("..range..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework..", "java.sql..")
        .check(CLASSES);
  }

  @Test
  void onlyTheDatabasePackageTakesConnections() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..database..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.springframework.jdbc.core.simple.JdbcClient")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("javax.sql.DataSource")
        .check(CLASSES);
  }

  @Test
  void queriesReadViewsOfSchemaBiAlone() throws IOException {
    Pattern relation = Pattern.compile("\\b(?:from|join)\\s+([a-z_]+\\.[a-z_]+)");

    List<String> relations =
        queries()
            .flatMap(query -> relation.matcher(query).results().map(match -> match.group(1)))
            .toList();

    assertThat(relations).hasSizeGreaterThan(10).allMatch(name -> name.startsWith("bi."));
  }

  @Test
  void everyQueryFileStartsWithItsGrainAndKey() throws IOException {
    Matcher head = Pattern.compile("-- [a-z_]+: .+ Key: .+").matcher("");

    assertThat(queries()).allMatch(query -> head.reset(query.lines().findFirst().get()).matches());
  }

  private static Stream<String> queries() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/resources/sql"))) {
      return files.filter(Files::isRegularFile).map(ModuleRulesTest::read).toList().stream();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
