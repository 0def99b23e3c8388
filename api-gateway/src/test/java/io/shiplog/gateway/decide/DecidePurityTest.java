package io.shiplog.gateway.decide;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rules decide from what they are handed: no clock, no random, no I/O, no threads. */
@AnalyzeClasses(
    packages = "io.shiplog.gateway.decide",
    importOptions = ImportOption.DoNotIncludeTests.class)
class DecidePurityTest {

  @ArchTest
  static final ArchRule KNOWS_ONLY_THE_MODEL =
      classes()
          .that()
          .resideInAPackage("io.shiplog.gateway.decide..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.shiplog.gateway.decide..",
              "io.shiplog.model..",
              "com.fasterxml.jackson.databind..",
              "java.lang",
              "java.math",
              "java.text",
              "java.time..",
              "java.util",
              "java.util.function",
              "java.util.regex",
              "java.util.stream",
              "java.net",
              "java.nio.charset");

  @ArchTest
  static final ArchRule NO_CLOCK_NO_RANDOM =
      noClasses()
          .that()
          .resideInAPackage("io.shiplog.gateway.decide..")
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(java.util.UUID.class, "randomUUID")
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(java.util.random.RandomGenerator.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(java.time.Clock.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class);
}
