package io.shiplog.simulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Random;

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
          .doNotHaveSimpleName("Simulate")
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
          .dependOnClassesThat()
          .resideInAnyPackage("java.util.concurrent..", "java.net..", "java.nio.channels..");
}
