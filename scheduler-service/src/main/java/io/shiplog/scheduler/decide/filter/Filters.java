package io.shiplog.scheduler.decide.filter;

import java.util.List;

/** Every filter, cheap ones first. A node is refused by the first that it does not pass. */
public final class Filters {

  /** In Kubernetes' order, which decides what reason a node with several faults is given. */
  public static final List<Filter> ALL =
      List.of(
          new NodeUnschedulable(),
          new NodeName(),
          new UntoleratedTaint(),
          new NodeAffinity(),
          new NodePorts(),
          new ResourcesFit(),
          new TopologySpread(),
          new InterPodAffinity());

  private Filters() {}
}
