package io.shiplog.e2e.chaos;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What judges a history sees nothing but the history. */
@AnalyzeClasses(
    packages = "io.shiplog.e2e.chaos",
    importOptions = ImportOption.DoNotIncludeTests.class)
class PurityTest {

  @ArchTest
  static final ArchRule checksKnowHistoriesAlone =
      classes()
          .that()
          .resideInAPackage("..chaos.check..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java.lang..",
              "java.util",
              "java.util.function",
              "java.util.stream",
              "..chaos.check..",
              "..chaos.history..");
}
