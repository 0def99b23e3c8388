package io.shiplog.e2e.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Plans are drawn from the seed and from nothing else. */
class FaultPlanTest {

  private static final List<String> SERVICES = List.of("services-1", "services-2");

  @Test
  void aSeedAlwaysGivesTheSamePlan() {
    assertThat(plan(7, true)).isEqualTo(plan(7, true)).isNotEqualTo(plan(8, true));
  }

  @Test
  void allKindsAreDrawnAndWithoutNamespacesOnlyThoseThatNeedNone() {
    assertThat(kinds(plan(7, true))).isEqualTo(EnumSet.allOf(Planned.Kind.class));
    assertThat(kinds(plan(7, false))).isEqualTo(EnumSet.of(Planned.Kind.KILL, Planned.Kind.PAUSE));
  }

  @Test
  void aLaneKeepsToItsTimeAndItsTargets() {
    for (FaultPlan lane : plan(7, true)) {
      assertThat(lane.faults().stream().mapToLong(f -> f.pauseMillis() + f.lastsMillis()).sum())
          .as(lane.lane())
          .isBetween(580_000L, 600_000L);
    }
    assertThat(plan(7, true).getLast().faults())
        .allSatisfy(fault -> assertThat(SERVICES).contains(fault.target()));
  }

  private static List<FaultPlan> plan(long seed, boolean isolated) {
    return FaultPlan.draw(seed, 600_000, SERVICES, isolated);
  }

  private static Set<Planned.Kind> kinds(List<FaultPlan> plan) {
    return plan.stream()
        .flatMap(lane -> lane.faults().stream())
        .map(Planned::kind)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Planned.Kind.class)));
  }
}
