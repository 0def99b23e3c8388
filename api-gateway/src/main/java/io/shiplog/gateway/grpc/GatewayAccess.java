package io.shiplog.gateway.grpc;

import io.shiplog.gateway.GatewayService;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicReference;

/** Where the gRPC door, which Quarkus makes, finds the gateway, which the assembly makes. */
@Singleton
public class GatewayAccess {

  private final AtomicReference<GatewayService> gateway = new AtomicReference<>();

  /** Opens the door on a gateway. */
  public void open(GatewayService service) {
    gateway.set(service);
  }

  /**
   * The gateway.
   *
   * @throws ApiException 503 while it cannot answer
   */
  GatewayService get() {
    GatewayService service = gateway.get();
    if (service == null || !service.ready()) {
      throw new ApiException(Status.unavailable("the gateway is starting", 1));
    }
    return service;
  }
}
