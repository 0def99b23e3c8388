package io.shiplog.simulator;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Future;

/**
 * Nothing but the seed decides: the simulator has no clock, chance, thread or network of its own.
 */
@AnalyzeClasses(
    packages = "io.shiplog.simulator",
    importOptions = ImportOption.DoNotIncludeTests.class)
class PurityTest {

  @ArchTest
  static final ArchRule thereIsNoChanceButTheDice =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.shiplog.simulator.cli")
          .should()
          .callMethodWhere(
              new DescribedPredicate<JavaCall<?>>("reads the clock, chance or the system") {
                @Override
                public boolean test(JavaCall<?> call) {
                  String owner = call.getTargetOwner().getName();
                  String name = call.getName();
                  return name.equals("now") && owner.startsWith("java.time.")
                      || owner.equals(System.class.getName()) && !name.equals("arraycopy")
                      || owner.equals(Thread.class.getName())
                      || name.equals("randomUUID");
                }
              })
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(Random.class)
          .orShould()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "java.util.concurrent..",
                      "java.net..",
                      "java.nio.channels..",
                      "java.nio.file..",
                      "io.shiplog.simulator.cli..")
                  // What a producer's send returns; the simulated one is done when it does.
                  .and(not(equivalentTo(Future.class)))
                  // A task wants to be told its folder; it never looks.
                  .and(not(equivalentTo(Path.class))));
}
