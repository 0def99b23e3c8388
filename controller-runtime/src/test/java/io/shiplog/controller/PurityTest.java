package io.shiplog.controller;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.shiplog.architecture.Impure;

/** How controllers run follows from what they are handed. */
@AnalyzeClasses(
    packages = "io.shiplog.controller",
    importOptions = ImportOption.DoNotIncludeTests.class)
class PurityTest {

  @ArchTest
  static final ArchRule KNOWS_THE_MODEL_ALONE =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.shiplog.controller..",
              "io.shiplog.model..",
              "com.fasterxml.jackson.databind..",
              "java.lang..",
              "java.time..",
              "java.util",
              "java.util.function",
              "java.util.stream");

  @ArchTest
  static final ArchRule HAS_NO_CLOCK_CHANCE_OR_THREAD =
      noClasses().should().accessTargetWhere(Impure.accesses());
}
