package io.shiplog.deployment.decide;

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
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.reconcile.Change;
import io.shiplog.model.reconcile.Effect;
import io.shiplog.model.reconcile.ObjectTable;
import io.shiplog.model.reconcile.Reactor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every workload controller behind one door: changes and time come in, each controller says what it
 * wants to look at, and each look answers with effects.
 */
public final class DeploymentReactor implements Reactor {

  private final List<Controller> controllers;
  private final Intentions intentions = new Intentions();
  private final Agenda agenda = new Agenda();
  private final Pace pace = new Pace();
  private final Recorders recorders = new Recorders();

  /**
   * A reactor with all controllers.
   *
   * @param rootCa the certificate (PEM) of the CA that signs the API's, for the pods; empty where
   *     it is not known: nothing is published then
   */
  public DeploymentReactor(Optional<String> rootCa) {
    this(controllers(rootCa));
  }

  /** A reactor with these controllers only. */
  DeploymentReactor(List<Controller> controllers) {
    this.controllers = List.copyOf(controllers);
  }

  private static List<Controller> controllers(Optional<String> rootCa) {
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
    return controllers;
  }

  @Override
  public List<Effect> start(ObjectTable table, Instant now) {
    Work work = new Work(table, now, intentions, agenda, pace, recorders);
    for (ObjectKey key : table.keys()) {
      KubeObject object = table.get(key).orElseThrow();
      tell(new Change(key, object, object), work);
    }
    return work.run();
  }

  @Override
  public List<Effect> changed(ObjectTable table, Change change, Instant now) {
    if (change.latest() == null) {
      // The end of something this table never had: the log was compacted in between.
      return List.of();
    }
    intentions.observed(change);
    Work work = new Work(table, now, intentions, agenda, pace, recorders);
    tell(change, work);
    agenda.due(now).forEach(work::enqueue);
    return work.run();
  }

  @Override
  public List<Effect> tick(ObjectTable table, Instant now) {
    intentions.forget(now);
    Work work = new Work(table, now, intentions, agenda, pace, recorders);
    agenda.due(now).forEach(work::enqueue);
    return work.run();
  }

  private void tell(Change change, Work work) {
    for (Controller controller : controllers) {
      work.as(controller);
      controller.changed(change, work);
    }
  }
}
