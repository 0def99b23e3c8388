package io.shiplog.model;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Random;
import java.util.UUID;

/** The model is data and pure functions; the one thing it reads is a resource of its own. */
@AnalyzeClasses(packages = "io.shiplog.model", importOptions = ImportOption.DoNotIncludeTests.class)
class PurityTest {

  @ArchTest
  static final ArchRule theModelKnowsOnlyJavaAndJson =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..", "io.shiplog.model..", "com.fasterxml.jackson..", "io.fabric8.zjsonpatch..");

  @ArchTest
  static final ArchRule theModelTouchesNoNetworkAndNoFiles =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net..", "java.nio.channels..", "java.util.logging..")
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(Files.class, java.io.File.class);

  @ArchTest
  static final ArchRule theModelHasNoClockAndNoChance =
      noClasses()
          .should()
          .callMethodWhere(
              new DescribedPredicate<JavaCall<?>>("reads the clock, chance or the system") {
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
