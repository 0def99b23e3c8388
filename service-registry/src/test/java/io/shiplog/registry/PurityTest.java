package io.shiplog.registry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.time.Clock;
import java.util.Random;
import java.util.UUID;

/** Decisions follow from their arguments alone. */
@AnalyzeClasses(
    packages = "io.shiplog.registry",
    importOptions = ImportOption.DoNotIncludeTests.class)
class PurityTest {

  @ArchTest
  static final ArchRule decideKnowsOnlyDataAndTheModel =
      ArchRuleDefinition.classes()
          .that()
          .resideInAPackage("..decide..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java.lang",
              "java.lang.invoke",
              "java.lang.runtime",
              "java.time..",
              "java.util",
              "java.util.function",
              "java.util.stream",
              "java.math",
              "io.shiplog.model..",
              "io.shiplog.registry.decide..",
              "com.fasterxml.jackson.databind",
              "com.fasterxml.jackson.databind.node");

  @ArchTest
  static final ArchRule decideHasNoClockAndNoChance =
      noClasses()
          .that()
          .resideInAPackage("..decide..")
          .should()
          .callMethodWhere(
              new DescribedPredicate<JavaCall<?>>(
                  "reads the clock, a random number or the system") {
                @Override
                public boolean test(JavaCall<?> call) {
                  String owner = call.getTargetOwner().getName();
                  String name = call.getName();
                  return name.equals("now") && owner.startsWith("java.time.")
                      || owner.equals(System.class.getName())
                      || owner.equals(Thread.class.getName())
                      || name.equals("randomUUID") && owner.equals(UUID.class.getName());
                }
              })
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(Clock.class, Random.class);
}
