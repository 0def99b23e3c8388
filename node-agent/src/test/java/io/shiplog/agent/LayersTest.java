package io.shiplog.agent;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.shiplog.architecture.DecisionsArePure;
import io.shiplog.architecture.NoCycles;
import io.shiplog.architecture.NobodySleeps;

/** What is decided stays apart from what is done. */
@AnalyzeClasses(packages = "io.shiplog.agent", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

  @ArchTest static final ArchTests DECISIONS_ARE_PURE = ArchTests.in(DecisionsArePure.class);

  @ArchTest static final ArchRule ROOMS = NoCycles.between("io.shiplog.agent");

  /** The kernel tells nobody that another's process, mount or cgroup is gone. */
  @ArchTest
  static final ArchRule NOBODY_SLEEPS = NobodySleeps.but("io.shiplog.agent.machine.Polling");
}
