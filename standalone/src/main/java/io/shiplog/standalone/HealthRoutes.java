package io.shiplog.standalone;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Supplier;

/**
 * {@code /livez} and {@code /readyz} of a process that is no gateway (a gateway's API has its own).
 * Both list the components; {@code /readyz} is 503 until each of them does its work.
 */
final class HealthRoutes {

  private final Supplier<List<Assembly.Part>> parts;

  HealthRoutes(Supplier<List<Assembly.Part>> parts) {
    this.parts = parts;
  }

  void mount(Router router) {
    router.get("/livez").handler(context -> answer(context, true));
    router.get("/healthz").handler(context -> answer(context, true));
    router
        .get("/readyz")
        .handler(
            context ->
                answer(
                    context, parts.get().stream().allMatch(part -> part.ready().getAsBoolean())));
  }

  private void answer(RoutingContext context, boolean well) {
    StringBuilder text = new StringBuilder();
    for (Assembly.Part part : parts.get()) {
      text.append(part.ready().getAsBoolean() ? "[+]" : "[-]").append(part.name()).append('\n');
    }
    context
        .response()
        .setStatusCode(well ? 200 : 503)
        .putHeader("content-type", "text/plain")
        .end(text.append(well ? "ok" : "not ready").append('\n').toString());
  }
}
