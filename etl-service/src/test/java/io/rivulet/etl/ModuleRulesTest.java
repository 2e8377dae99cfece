package io.rivulet.etl;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

class ModuleRulesTest {
  private static final JavaClasses ETL =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("io.rivulet.etl");

  @Test
  void of_rivulet_the_etl_knows_event_model_and_reporting_db_only() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.rivulet.ingest..",
            "io.rivulet.sessionizer..",
            "io.rivulet.dashboard..",
            "io.rivulet.standalone..",
            "io.rivulet.embedded..")
        .check(ETL);
  }

  @Test
  void jobs_do_not_know_how_they_are_started() {
    noClasses()
        .that()
        .resideInAnyPackage("io.rivulet.etl.preprocess", "io.rivulet.etl.report")
        .should()
        .dependOnClassesThat()
        .haveSimpleNameStartingWith("JobRun")
        .check(ETL);
  }

  @Test
  void only_the_engine_speaks_to_duckdb() {
    classes()
        .that()
        .resideInAPackage("org.duckdb..")
        .should()
        .onlyHaveDependentClassesThat()
        .resideInAPackage("io.rivulet.etl.engine")
        .allowEmptyShould(true)
        .check(ETL);
  }
}
