package io.shiplog.ledger;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.shiplog.architecture.DecisionsArePure;
import io.shiplog.architecture.NoCycles;
import io.shiplog.architecture.NobodySleeps;

/** The rules decide from what they are handed; the loop around them waits for conditions. */
@AnalyzeClasses(
    packages = "io.shiplog.ledger",
    importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

  @ArchTest static final ArchTests RULES_ARE_PURE = ArchTests.in(DecisionsArePure.class);

  @ArchTest static final ArchRule ROOMS = NoCycles.between("io.shiplog.ledger");

  @ArchTest static final ArchRule NOBODY_SLEEPS = NobodySleeps.but();
}
