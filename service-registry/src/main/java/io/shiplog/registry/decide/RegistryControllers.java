package io.shiplog.registry.decide;

import io.shiplog.controller.ControllerReactor;
import io.shiplog.model.reconcile.Reactor;
import java.util.List;

/** The controllers of the service registry. */
public final class RegistryControllers {

  private RegistryControllers() {}

  /** A reactor with all controllers, which remembers nothing yet. */
  public static Reactor reactor() {
    PublishedRoutes routes = new PublishedRoutes();
    return new ControllerReactor(
        List.of(new NodeRouteController(routes), new ServiceController(routes)));
  }
}
