package io.rivulet.event;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

class ModuleRulesTest {

  @Test
  void the_vocabulary_knows_jackson_and_jspecify_only() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "io.rivulet.event..",
            "tools.jackson..",
            "com.fasterxml.jackson.annotation..",
            "org.jspecify..",
            "io.soabase.recordbuilder..")
        .check(
            new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .importPackages("io.rivulet.event"));
  }
}
