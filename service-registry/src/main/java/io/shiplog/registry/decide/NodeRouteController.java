package io.shiplog.registry.decide;

import io.shiplog.controller.Controller;
import io.shiplog.controller.Work;
import io.shiplog.model.Catalogue;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.RouteKey;
import io.shiplog.model.reconcile.Change;

/** Tells the nodes where each node's pods are. */
final class NodeRouteController implements Controller {

  private final PublishedRoutes routes;

  NodeRouteController(PublishedRoutes routes) {
    this.routes = routes;
  }

  @Override
  public String name() {
    return "route-controller";
  }

  @Override
  public void changed(Change change, Work work) {
    if (!isNode(change.key())) {
      return;
    }
    if (change.after() == null) {
      routes.takeBack(RouteKey.of(change.key()), work);
    } else {
      work.look(change.key());
    }
  }

  @Override
  public void ended(ObjectKey key, Work work) {
    if (isNode(key)) {
      routes.takeBack(RouteKey.of(key), work);
    }
  }

  private static boolean isNode(ObjectKey key) {
    return key.resource().equals(Catalogue.NODES.qualifiedName());
  }

  @Override
  public void reconcile(ObjectKey key, Work work) {
    work.table()
        .get(key)
        .ifPresent(node -> routes.publish(RouteKey.of(key), PodRoutes.of(node), work));
  }
}
