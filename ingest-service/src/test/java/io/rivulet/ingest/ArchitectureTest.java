package io.rivulet.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.rivulet.ingest");

  @Test
  void of_rivulet_only_the_event_model_is_known() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.rivulet.embedded..",
            "io.rivulet.sessionizer..",
            "io.rivulet.reporting..",
            "io.rivulet.etl..",
            "io.rivulet.dashboard..",
            "io.rivulet.standalone..")
        .check(CLASSES);
  }

  @Test
  void the_core_knows_neither_spring_nor_kafka_nor_http() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "..ingest.clean", "..ingest.time", "..ingest.body", "..ingest.decode", "..ingest.plan")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.springframework..", "org.apache..", "io.netty..", "reactor..", "io.micrometer..")
        .check(CLASSES);
  }

  @Test
  void the_spool_does_not_know_who_drains_it() {
    noClasses()
        .that()
        .resideInAPackage("..ingest.spool")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache..", "io.rivulet.event..")
        .check(CLASSES);
  }

  @Test
  void packages_form_no_cycles() {
    SlicesRuleDefinition.slices()
        .matching("io.rivulet.ingest.(*)..")
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }
}
