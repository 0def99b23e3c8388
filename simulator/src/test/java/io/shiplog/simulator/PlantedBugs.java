package io.shiplog.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.simulator.invariant.AcknowledgedWritesStay;
import io.shiplog.simulator.invariant.AddressGivenOnce;
import io.shiplog.simulator.invariant.BoundOnce;
import io.shiplog.simulator.invariant.CollectorSparesTheOwned;
import io.shiplog.simulator.invariant.DeletionAsAsked;
import io.shiplog.simulator.invariant.EndpointsAreReadyPods;
import io.shiplog.simulator.invariant.EveryCommandIsDecidable;
import io.shiplog.simulator.invariant.FinalizersHold;
import io.shiplog.simulator.invariant.InboxesFollowReferences;
import io.shiplog.simulator.invariant.MirrorsFollowEndpoints;
import io.shiplog.simulator.invariant.NoOrphans;
import io.shiplog.simulator.invariant.NoOvercommit;
import io.shiplog.simulator.invariant.NodesRunWhatIsDesired;
import io.shiplog.simulator.invariant.NothingOutlivesItsNamespace;
import io.shiplog.simulator.invariant.NothingReadyBeforeItIs;
import io.shiplog.simulator.invariant.OneContainerEach;
import io.shiplog.simulator.invariant.OneOutcomeEach;
import io.shiplog.simulator.invariant.ReadModelsFollow;
import io.shiplog.simulator.invariant.ReplicaSetsCountTheirPods;
import io.shiplog.simulator.invariant.ReplicasConverge;
import io.shiplog.simulator.invariant.RolloutBounds;
import io.shiplog.simulator.invariant.StateFollowsFromObjects;
import io.shiplog.simulator.invariant.VersionsRise;
import io.shiplog.simulator.invariant.WatchersHearAll;
import io.shiplog.topics.Topics;
import java.util.stream.Stream;

/** The bugs by which every invariant is shown to fail. */
final class PlantedBugs {

  private PlantedBugs() {}

  static Stream<PlantedBug> all() {
    return Stream.of(
        new PlantedBug(
            VersionsRise::new, "a counter that starts over", () -> WireBugs.asOld("pods/")),
        new PlantedBug(
            StateFollowsFromObjects::new,
            "an object that is not written as it was decided",
            () -> WireBugs.editing(Topics.OBJECTS, "deployments.apps", "", o -> o.put("stray", 1))),
        new PlantedBug(
            OneOutcomeEach::new,
            "an outcome that gets lost",
            () -> WireBugs.dropping(Topics.OUTCOMES, "user-", "")),
        new PlantedBug(
            EveryCommandIsDecidable::new,
            "a ledger that does not know what to do",
            () ->
                WireBugs.editing(
                    Topics.OUTCOMES,
                    "user-",
                    "\"REJECTED\"",
                    o -> Json.ensure(o, "status").put("code", 500))),
        new PlantedBug(
            AcknowledgedWritesStay::new,
            "a write that is acknowledged and gets lost",
            () -> WireBugs.dropping(Topics.OBJECTS, "deployments.apps", "")),
        new PlantedBug(
            ReadModelsFollow::new,
            "a read model that takes news for old",
            () -> WireBugs.asOld("deployments.apps/")),
        new PlantedBug(
            WatchersHearAll::new,
            "an event that watchers are not told of",
            () -> WireBugs.asOld("pods/")),
        new PlantedBug(
            NothingOutlivesItsNamespace::new,
            "a Lease in a namespace that is not there",
            () -> NamespaceBugs.nowhere("leases.coordination.k8s.io/team-")),
        new PlantedBug(
            NothingOutlivesItsNamespace::new,
            "a namespace that ends without a word to its Events",
            NamespaceBugs::silentEnd),
        new PlantedBug(
            NothingOutlivesItsNamespace::new,
            "an Event in a namespace that is not there",
            () -> NamespaceBugs.nowhere("events/team-")),
        new PlantedBug(BoundOnce::new, "a pod that moves", () -> WireBugs.movingPods()::apply),
        new PlantedBug(
            NoOvercommit::new, "a scheduler that knows one node only", WireBugs::fullNode),
        new PlantedBug(
            AddressGivenOnce::new,
            "an allocator with one address",
            () ->
                WireBugs.editing(
                    Topics.OBJECTS,
                    "services/",
                    "",
                    o -> Json.ensure(o, "spec").put("clusterIP", "10.96.0.77"))),
        new PlantedBug(OneContainerEach::new, "a pod in two inboxes", WireBugs::secondInbox),
        new PlantedBug(
            ReplicasConverge::new,
            "a ReplicaSet that makes no pods",
            () ->
                WireBugs.dropping(
                    Topics.COMMANDS, "pods/", "\"fieldManager\":\"replicaset-controller\"")),
        new PlantedBug(
            EndpointsAreReadyPods::new,
            "a route that is not published",
            () -> WireBugs.dropping(Topics.ROUTES, "", "\"ip\"")),
        new PlantedBug(
            EndpointsAreReadyPods::new,
            "Endpoints that are not written",
            () -> WireBugs.dropping(Topics.COMMANDS, "endpoints/", "")),
        new PlantedBug(
            EndpointsAreReadyPods::new,
            "a route to the Service's own port",
            EndpointBugs::portsMixedUp),
        new PlantedBug(
            EndpointsAreReadyPods::new, "a node without a route", EndpointBugs::noWayToNodes),
        new PlantedBug(
            NothingReadyBeforeItIs::new,
            "a slice that calls every pod ready",
            EndpointBugs::hastySlices),
        new PlantedBug(
            NothingReadyBeforeItIs::new,
            "Endpoints that call every pod ready",
            EndpointBugs::hastyEndpoints),
        new PlantedBug(
            NothingReadyBeforeItIs::new,
            "a route that calls every pod ready",
            EndpointBugs::hastyRoutes),
        new PlantedBug(
            MirrorsFollowEndpoints::new,
            "a mirror that shows nothing",
            () -> WireBugs.dropping(Topics.COMMANDS, "endpointslices", "endpointslicemirroring")),
        new PlantedBug(
            InboxesFollowReferences::new, "an inbox without ConfigMaps", WireBugs::noConfigMaps),
        new PlantedBug(
            NoOrphans::new,
            "a collector that collects nothing",
            () -> WireBugs.dropping(Topics.COMMANDS, "", "generic-garbage-collector")),
        new PlantedBug(
            NodesRunWhatIsDesired::new, "an inbox that forgets nothing", WireBugs::noTombstones),
        new PlantedBug(
            CollectorSparesTheOwned::new,
            "a collector that takes what is owned",
            WireBugs::greedyCollector),
        new PlantedBug(
            RolloutBounds::new,
            "a controller that knows no bounds",
            () ->
                WireBugs.editing(
                    Topics.COMMANDS, "replicasets", "\"deployment-controller\"", WireBugs.grow())),
        new PlantedBug(
            RolloutBounds::new,
            "a controller that takes asked for as available",
            WorkloadBugs::hastyRollout),
        new PlantedBug(
            ReplicaSetsCountTheirPods::new,
            "a controller that takes every pod for ready",
            WorkloadBugs::blindReplicaSet),
        new PlantedBug(
            FinalizersHold::new, "a ledger that deletes what is held", WireBugs::noFinalizers),
        new PlantedBug(
            FinalizersHold::new,
            "a ledger that takes one finalizer for all",
            DeletionBugs::oneFinalizerIsAll),
        new PlantedBug(
            DeletionAsAsked::new,
            "an owner that does not wait for its dependents",
            DeletionBugs::hastyOwner),
        new PlantedBug(
            DeletionAsAsked::new,
            "an owner that goes while dependents name it",
            DeletionBugs::forgottenOrphans),
        new PlantedBug(
            DeletionAsAsked::new, "a collector that knows no orphans", DeletionBugs::noOrphans),
        new PlantedBug(
            AddressGivenOnce::new,
            "an allocator that gives another address than was asked for",
            () ->
                WireBugs.editing(
                    Topics.OBJECTS,
                    "services/",
                    "\"10.96.0.50\"",
                    o -> Json.ensure(o, "spec").put("clusterIP", "10.96.9.50"))),
        new PlantedBug(
            AddressGivenOnce::new,
            "an allocator that takes everything for taken",
            () ->
                WireBugs.editing(
                    Topics.OUTCOMES,
                    "user-",
                    "\"AlreadyExists\"",
                    o ->
                        Json.ensure(o, "status")
                            .put("message", "provided IP is already allocated"))),
        new PlantedBug(
            ReplicasConverge::new,
            "a status that is not counted",
            () ->
                WireBugs.editing(
                    Topics.COMMANDS,
                    "deployments.apps",
                    "\"updatedReplicas\"",
                    o ->
                        Json.ensure((ObjectNode) o.at("/operations/0/body"), "status")
                            .put("readyReplicas", 9))),
        new PlantedBug(
            NodesRunWhatIsDesired::new,
            "an inbox with another image",
            () ->
                WireBugs.editing(
                    Topics.desired("node-1"),
                    "pods/",
                    "",
                    o -> ((ObjectNode) o.at("/spec/containers/0")).put("image", "old:1"))),
        new PlantedBug(
            NoOvercommit::new, "a scheduler that counts nothing", WireBugs::favouriteNode));
  }
}
