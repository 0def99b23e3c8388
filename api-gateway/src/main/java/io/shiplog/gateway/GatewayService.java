package io.shiplog.gateway;

import io.shiplog.gateway.decide.Ledger;
import io.shiplog.gateway.decide.SchemaBodies;
import io.shiplog.gateway.decide.kinds.Rules;
import io.shiplog.gateway.http.Authenticator;
import io.shiplog.gateway.http.CertificateAuthenticator;
import io.shiplog.gateway.http.KubeApi;
import io.shiplog.gateway.http.TokenAuthenticator;
import io.shiplog.gateway.http.table.TableViews;
import io.shiplog.gateway.intake.CommandBus;
import io.shiplog.gateway.intake.NodeIntake;
import io.shiplog.gateway.intake.SpecsIntake;
import io.shiplog.gateway.ledger.Bootstrap;
import io.shiplog.gateway.ledger.LedgerService;
import io.shiplog.gateway.readmodel.ReadModel;
import io.shiplog.model.schema.Schemas;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** One gateway: its ledger, the read model, the command bus, and the doors over them. */
public final class GatewayService implements AutoCloseable {

  private final ReadModel model;
  private final CommandBus bus;
  private final LedgerService ledger;
  private final NodeIntake nodes;
  private final SpecsIntake specs;
  private final KubeApi api;

  /** Prepares a gateway; {@link #start} sets it going. The topics must exist. */
  public GatewayService(GatewayConfig config) {
    this.model = new ReadModel(config.kafka(), config.seal());
    this.bus = new CommandBus(config.kafka(), config.seal(), model, config.patience());
    this.ledger =
        new LedgerService(
            new Ledger(Rules::of, new SchemaBodies(Schemas.builtin())),
            config.kafka(),
            config.seal(),
            config.instanceId());
    this.nodes = new NodeIntake(config.kafka(), config.seal(), model);
    this.specs = new SpecsIntake(config.kafka(), config.seal(), bus);
    Authenticator who =
        Authenticator.chain(
            List.of(new CertificateAuthenticator(), new TokenAuthenticator(config.tokens())));
    this.api = new KubeApi(model, bus, who, Optional.of(new TableViews(InstantSource.system())));
  }

  /** Starts in the background; {@link #ready} tells when requests can be answered. */
  public void start() {
    model.start();
    ledger.start();
    Bootstrap.commands().forEach(bus::submit);
    nodes.start();
    specs.start();
  }

  /** Puts the API on a router, behind every other route. */
  public void mount(Router router) {
    api.mount(router);
  }

  /** Whether the read model has caught up with the log, and the ledger leads or stands by. */
  public boolean ready() {
    return model.ready() && ledger.ready();
  }

  /** For the other doors: sends commands. */
  public CommandBus bus() {
    return bus;
  }

  /** For the other doors: the objects. */
  public ReadModel model() {
    return model;
  }

  @Override
  public void close() {
    specs.close();
    nodes.close();
    bus.close();
    ledger.close();
    model.close();
  }
}
