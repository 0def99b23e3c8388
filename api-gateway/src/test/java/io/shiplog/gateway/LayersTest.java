package io.shiplog.gateway;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.shiplog.architecture.DecisionsArePure;
import io.shiplog.architecture.NoCycles;
import io.shiplog.architecture.NobodySleeps;

/** Who may do what is decided from what is handed in; doors and loops wait for conditions. */
@AnalyzeClasses(
    packages = "io.shiplog.gateway",
    importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

  @ArchTest static final ArchTests RULES_ARE_PURE = ArchTests.in(DecisionsArePure.class);

  @ArchTest static final ArchRule ROOMS = NoCycles.between("io.shiplog.gateway");

  @ArchTest static final ArchRule NOBODY_SLEEPS = NobodySleeps.but();
}
