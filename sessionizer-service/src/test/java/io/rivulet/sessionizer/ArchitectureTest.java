package io.rivulet.sessionizer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses SESSIONIZER =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.rivulet.sessionizer");

  @Test
  void of_rivulet_the_sessionizer_knows_only_the_event_model() {
    noClasses()
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are other modules' classes",
                c ->
                    c.getPackageName().startsWith("io.rivulet.")
                        && !c.getPackageName().startsWith("io.rivulet.event")
                        && !c.getPackageName().startsWith("io.rivulet.sessionizer")))
        .check(SESSIONIZER);
  }

  @Test
  void enrichment_sessions_and_instances_know_neither_spring_nor_kafka_nor_s3() {
    noClasses()
        .that()
        .resideInAnyPackage("..enrich", "..useragent", "..geoip", "..session", "..instance")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.springframework..", "org.apache.kafka..", "software.amazon..", "io.micrometer..")
        .check(SESSIONIZER);
  }

  @Test
  void only_the_edge_and_settings_know_spring() {
    classes()
        .that()
        .resideInAnyPackage("..stream", "..archive", "..kafka", "..geoip")
        .and()
        .haveSimpleNameNotEndingWith("Settings")
        .should()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackage("org.springframework..")
        .check(SESSIONIZER);
  }

  @Test
  void packages_do_not_depend_on_each_other_in_circles() {
    SlicesRuleDefinition.slices()
        .matching("io.rivulet.sessionizer.(*)..")
        .should()
        .beFreeOfCycles()
        .check(SESSIONIZER);
  }
}
