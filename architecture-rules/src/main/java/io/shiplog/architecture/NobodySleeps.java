package io.shiplog.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.regex.Pattern;

/** The product waits for conditions; who sleeps answers too late, or in vain. */
public final class NobodySleeps {

  private static final Pattern SLEEPS =
      Pattern.compile(
          "java.lang.Thread.sleep[(]"
              + "|java.util.concurrent.TimeUnit.sleep[(]"
              + "|java.util.concurrent.locks.LockSupport.park(Nanos|Until)[(]");

  private NobodySleeps() {}

  /**
   * No class sleeps, by whichever method.
   *
   * @param pollers the full names of those that poll for what nothing tells them of
   */
  public static ArchRule but(String... pollers) {
    return noClasses()
        .that(
            DescribedPredicate.describe(
                "do not poll for what nothing tells them of",
                type -> !List.of(pollers).contains(type.getName())))
        .should()
        .accessTargetWhere(sleeping())
        .because("waiting is for conditions");
  }

  private static DescribedPredicate<JavaAccess<?>> sleeping() {
    return DescribedPredicate.describe(
        "sleeps", access -> SLEEPS.matcher(access.getTarget().getFullName()).lookingAt());
  }
}
