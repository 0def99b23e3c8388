package io.shiplog.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;

/** What depends on each other in a circle can only be understood, and moved, as a whole. */
public final class NoCycles {

  private NoCycles() {}

  /**
   * The packages right below this one, each with all that is in it, depend on each other in one
   * direction only. Classes in the package itself, which put the others together, may depend on
   * all.
   */
  public static ArchRule between(String parent) {
    return slices().matching(parent + ".(*)..").should().beFreeOfCycles();
  }
}
