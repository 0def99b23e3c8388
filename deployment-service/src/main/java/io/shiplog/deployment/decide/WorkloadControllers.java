package io.shiplog.deployment.decide;

import io.shiplog.controller.Controller;
import io.shiplog.controller.ControllerReactor;
import io.shiplog.deployment.decide.deployment.DeploymentController;
import io.shiplog.deployment.decide.event.EventAge;
import io.shiplog.deployment.decide.gc.GarbageCollector;
import io.shiplog.deployment.decide.namespace.NamespaceController;
import io.shiplog.deployment.decide.namespace.RootCaPublisher;
import io.shiplog.deployment.decide.node.LeaseWatch;
import io.shiplog.deployment.decide.node.NodeLifecycle;
import io.shiplog.deployment.decide.node.TaintEviction;
import io.shiplog.deployment.decide.podgc.PodCollector;
import io.shiplog.deployment.decide.replicaset.ReplicaSetController;
import io.shiplog.model.reconcile.Reactor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All controllers of the deployment service. */
public final class WorkloadControllers {

  private WorkloadControllers() {}

  /**
   * A reactor with all controllers, which remembers nothing yet.
   *
   * @param rootCa the certificate (PEM) of the CA that signs the API's, for the pods; empty where
   *     it is not known: nothing is published then
   */
  public static Reactor reactor(Optional<String> rootCa) {
    List<Controller> controllers =
        new ArrayList<>(
            List.of(
                new DeploymentController(),
                new ReplicaSetController(),
                new GarbageCollector(),
                new NamespaceController(),
                new NodeLifecycle(),
                new LeaseWatch(),
                new TaintEviction(),
                new PodCollector(),
                new EventAge()));
    rootCa.map(RootCaPublisher::new).ifPresent(controllers::add);
    return new ControllerReactor(controllers);
  }
}
