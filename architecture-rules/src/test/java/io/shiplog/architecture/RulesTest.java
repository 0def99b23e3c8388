package io.shiplog.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule finds what is planted, however it is called, and leaves alone what is pure. */
class RulesTest {

  private static final String PLANTED = "io.shiplog.architecture.decide.Planted$";

  private static final JavaClasses ALL =
      new ClassFileImporter().importPackages("io.shiplog.architecture.decide");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ByCall",
        "ByOverload",
        "ByReference",
        "ByLambda",
        "ByConstructor",
        "BySubclass",
        "ByShuffle",
        "ByEnvironment",
        "ByFile",
        "ByUnit",
        "ByParking"
      })
  void whatIsImpureIsFound(String name) {
    assertThat(violations(DecisionsArePure.HAVE_NO_CLOCK_CHANCE_OR_THREAD, name)).isNotEmpty();
  }

  @Test
  void whatIsPureIsLeftAlone() {
    assertThat(violations(DecisionsArePure.HAVE_NO_CLOCK_CHANCE_OR_THREAD, "Pure")).isEmpty();
    assertThat(violations(DecisionsArePure.KNOW_DATA_AND_THE_MODEL, "Pure")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"BySubclass", "ByFile", "ByUnit", "ByParking"})
  void whatIsNoDataIsFound(String name) {
    assertThat(violations(DecisionsArePure.KNOW_DATA_AND_THE_MODEL, name)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ByUnit", "ByParking"})
  void sleepersAreFoundUnlessTheyMay(String name) {
    assertThat(violations(NobodySleeps.but(), name)).isNotEmpty();
    assertThat(violations(NobodySleeps.but(PLANTED + name), name)).isEmpty();
  }

  @Test
  void roomsThatDependOnEachOtherAreFound() {
    ArchRule rule = NoCycles.between("io.shiplog.architecture.rooms");
    JavaClasses both = new ClassFileImporter().importPackages("io.shiplog.architecture.rooms");
    JavaClasses oneOnly = both.that(belongTo("io.shiplog.architecture.rooms.one"));
    assertThat(rule.evaluate(both).hasViolation()).isTrue();
    assertThat(rule.evaluate(oneOnly).hasViolation()).isFalse();
  }

  private static DescribedPredicate<JavaClass> belongTo(String room) {
    return JavaClass.Predicates.resideInAPackage(room);
  }

  private static List<String> violations(ArchRule rule, String name) {
    JavaClasses one =
        ALL.that(
            DescribedPredicate.describe(
                name, (JavaClass type) -> type.getName().equals(PLANTED + name)));
    assertThat(one).hasSize(1);
    return rule.allowEmptyShould(true).evaluate(one).getFailureReport().getDetails();
  }
}
