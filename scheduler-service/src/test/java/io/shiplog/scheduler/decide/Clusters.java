package io.shiplog.scheduler.decide;

import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.reconcile.ObjectTable;

/** Builds a cluster for a test and places pods in it. */
public final class Clusters {

  private final ObjectTable table = new ObjectTable();

  public Clusters node(KubeObject node) {
    table.apply(Catalogue.NODES.key("", node.name()), node);
    return this;
  }

  public Clusters pod(KubeObject pod) {
    table.apply(Catalogue.PODS.key(pod.namespace(), pod.name()), pod);
    return this;
  }

  public Clusters other(KubeObject object) {
    var type = Catalogue.byKind(object.apiVersion(), object.kind()).orElseThrow();
    table.apply(type.key(object.namespace(), object.name()), object);
    return this;
  }

  public Cluster cluster() {
    return new ClusterCache(new Assumptions()).cluster(table);
  }

  public Placement place(KubeObject pod) {
    return Placer.place(PodInfo.of(pod), cluster());
  }

  /** The node's name, or the message that says why there is none. */
  public String answer(KubeObject pod) {
    return switch (place(pod)) {
      case Placement.Node node -> node.name();
      case Placement.Nowhere nowhere -> nowhere.message();
    };
  }
}
