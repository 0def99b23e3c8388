package io.shiplog.agent;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;

/** What is decided stays apart from what is done. */
@AnalyzeClasses(packages = "io.shiplog.agent", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

  @ArchTest
  static final ArchRule DECIDE_IS_PURE =
      classes()
          .that()
          .resideInAPackage("..agent.decide..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "java.lang..",
                      "java.math..",
                      "java.time..",
                      "java.util",
                      "java.util.function..",
                      "java.util.stream..",
                      "java.util.regex..",
                      "java.nio.charset..",
                      "io.shiplog.model..",
                      "io.shiplog.agent.decide..",
                      "com.fasterxml.jackson.databind..")
                  .or(describe("arrays", JavaClass::isArray)))
          .because("decisions follow from their arguments alone");

  @ArchTest
  static final ArchRule DECIDE_HAS_NO_CLOCK =
      noClasses()
          .that()
          .resideInAPackage("..agent.decide..")
          .should()
          .dependOnClassesThat(
              describe(
                  "clocks",
                  type ->
                      type.isEquivalentTo(Clock.class) || type.isEquivalentTo(InstantSource.class)))
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .because("time is an argument");

  @ArchTest
  static final ArchRule NOBODY_SLEEPS =
      noClasses().should().callMethod(Thread.class, "sleep", long.class);
}
