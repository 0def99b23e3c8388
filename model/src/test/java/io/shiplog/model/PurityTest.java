package io.shiplog.model;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.shiplog.architecture.Impure;
import java.nio.file.Files;

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
      noClasses().should().accessTargetWhere(Impure.accesses());
}
