package io.shiplog.simulator.invariant;

import java.util.List;

/** All of them. */
public final class Invariants {

  private Invariants() {}

  /** A fresh set, for one history. */
  public static List<Invariant> all() {
    return List.of(
        new VersionsRise(),
        new OneOutcomeEach(),
        new EveryCommandIsDecidable(),
        new AcknowledgedWritesStay(),
        new BoundOnce(),
        new NoOvercommit(),
        new RolloutBounds(),
        new ReplicaSetsCountTheirPods(),
        new FinalizersHold(),
        new DeletionAsAsked(),
        new AddressGivenOnce(),
        new OneContainerEach(),
        new CollectorSparesTheOwned(),
        new ReplicasConverge(),
        new EndpointsAreReadyPods(),
        new NothingReadyBeforeItIs(),
        new MirrorsFollowEndpoints(),
        new NoOrphans(),
        new NothingOutlivesItsNamespace(),
        new NodesRunWhatIsDesired(),
        new InboxesFollowReferences(),
        new StateFollowsFromObjects(),
        new ReadModelsFollow(),
        new WatchersHearAll());
  }
}
