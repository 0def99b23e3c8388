package io.shiplog.scheduler.decide.score;

import java.util.List;

/** Every score with its weight. */
public final class Scores {

  /** What the operator or the pod asked for weighs more than what merely is tidy. */
  public static final List<Weighted> ALL =
      List.of(
          new Weighted(new PreferNoSchedule(), 3),
          new Weighted(new PreferredNodeAffinity(), 2),
          new Weighted(new PreferredPodAffinity(), 2),
          new Weighted(new SpreadTopology(), 2),
          new Weighted(new SpreadSiblings(), 2),
          new Weighted(new LeastAllocated(), 1),
          new Weighted(new BalancedAllocation(), 1));

  private Scores() {}

  /**
   * A score and how much it counts.
   *
   * @param score the preference
   * @param weight its factor in the sum
   */
  public record Weighted(Score score, double weight) {}
}
