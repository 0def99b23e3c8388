package io.shiplog.scheduler;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.shiplog.architecture.DecisionsArePure;
import io.shiplog.architecture.NobodySleeps;

/** Where a pod goes follows from the table alone. */
@AnalyzeClasses(
    packages = "io.shiplog.scheduler",
    importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

  @ArchTest static final ArchTests DECISIONS_ARE_PURE = ArchTests.in(DecisionsArePure.class);

  @ArchTest static final ArchRule NOBODY_SLEEPS = NobodySleeps.but();
}
