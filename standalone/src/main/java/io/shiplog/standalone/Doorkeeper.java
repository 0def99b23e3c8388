package io.shiplog.standalone;

import io.shiplog.gateway.http.KubeApi;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Answers every request with 503 until the routes are there. The port is open before them, and the
 * router's own answer, 404, would tell clients that their objects do not exist.
 */
@Singleton
class Doorkeeper {

  private static final int BEFORE_ALL_OTHERS = Integer.MIN_VALUE;

  private volatile boolean open;

  /** Takes its place before the port is opened. */
  void mount(@Observes Router router) {
    router
        .route()
        .order(BEFORE_ALL_OTHERS)
        .handler(
            context -> {
              if (open) {
                context.next();
              } else {
                KubeApi.refuseWhileStarting(context.request());
              }
            });
  }

  /** Lets everything through from now on. */
  void open() {
    open = true;
  }
}
