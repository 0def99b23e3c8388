package io.shiplog.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Packages {@code decide} hold the functional core: the same arguments give the same answer. A
 * module's test takes these rules in with {@code ArchTests.in(DecisionsArePure.class)}.
 */
public final class DecisionsArePure {

  private static final String DECIDE = "..decide..";

  /**
   * Of the JDK what holds and computes data; of this project the model and the controllers'
   * runtime, which are pure; of libraries JSON trees.
   */
  @ArchTest
  public static final ArchRule KNOW_DATA_AND_THE_MODEL =
      classes()
          .that()
          .resideInAPackage(DECIDE)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              DECIDE,
              "io.shiplog.model..",
              "io.shiplog.controller..",
              "com.fasterxml.jackson.databind",
              "com.fasterxml.jackson.databind.node",
              "java.lang",
              "java.lang.invoke",
              "java.lang.runtime",
              "java.math",
              "java.nio.charset",
              "java.time..",
              "java.util",
              "java.util.function",
              "java.util.regex",
              "java.util.stream")
          .because("decisions follow from their arguments alone");

  /** Time, ids and seeds are arguments. */
  @ArchTest
  public static final ArchRule HAVE_NO_CLOCK_CHANCE_OR_THREAD =
      noClasses()
          .that()
          .resideInAPackage(DECIDE)
          .should()
          .accessTargetWhere(Impure.accesses())
          .because("time, ids and seeds are arguments, and effects are data");

  private DecisionsArePure() {}
}
