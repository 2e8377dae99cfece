package io.rivulet.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which module may know which: the table of the design, on the compiled classes of all. */
class ModuleRulesTest {
  private static final List<String> ALL =
      List.of(
          "event",
          "embedded",
          "browser",
          "ingest",
          "sessionizer",
          "reporting",
          "models",
          "etl",
          "dashboard",
          "launcher",
          "standalone",
          "benchmarks");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.rivulet");

  @Test
  void theEventModelKnowsNobody() {
    onlyKnows("event");
  }

  @Test
  void theEmbeddedStoresKnowNobody() {
    onlyKnows("embedded");
  }

  @Test
  void ingestKnowsTheEventModel() {
    onlyKnows("ingest", "event");
  }

  @Test
  void theSessionizerKnowsTheEventModel() {
    onlyKnows("sessionizer", "event");
  }

  @Test
  void theReportingDatabaseKnowsNobody() {
    onlyKnows("reporting");
  }

  @Test
  void theModelsKnowNobody() {
    onlyKnows("models");
  }

  @Test
  void theEtlKnowsTheEventModelTheReportingDatabaseAndTheModels() {
    onlyKnows("etl", "event", "reporting", "models");
  }

  @Test
  void theDashboardKnowsNobody() {
    onlyKnows("dashboard");
  }

  @Test
  void theLauncherKnowsTheServicesAndNoStoreOfItsOwn() {
    onlyKnows("launcher", "event", "ingest", "sessionizer", "etl", "dashboard");
  }

  @Test
  void theEventModelIsFreeOfSpring() {
    noClasses()
        .that()
        .resideInAPackage("io.rivulet.event..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.springframework..")
        .check(CLASSES);
  }

  @Test
  void everyClassIsInAPackageOfAModule() {
    classes()
        .should()
        .resideInAnyPackage(ALL.stream().map(ModuleRulesTest::packages).toArray(String[]::new))
        .check(CLASSES);
  }

  private static void onlyKnows(String module, String... known) {
    var others = new ArrayList<>(ALL);
    others.remove(module);
    others.removeAll(List.of(known));
    noClasses()
        .that()
        .resideInAPackage(packages(module))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others.stream().map(ModuleRulesTest::packages).toArray(String[]::new))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  private static String packages(String module) {
    return "io.rivulet." + module + "..";
  }
}
