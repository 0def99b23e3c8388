package io.shiplog.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.shiplog.gateway.decide.access.Authorizer;
import io.shiplog.gateway.http.Access;
import io.shiplog.gateway.http.Authenticator;
import io.shiplog.gateway.http.CertificateAuthenticator;
import io.shiplog.gateway.http.Health;
import io.shiplog.gateway.http.KubeApi;
import io.shiplog.gateway.http.NodeStreams;
import io.shiplog.gateway.http.ObjectViews;
import io.shiplog.gateway.http.Observability;
import io.shiplog.gateway.http.TextExposition;
import io.shiplog.gateway.http.TokenAuthenticator;
import io.shiplog.gateway.http.table.TableViews;
import io.shiplog.gateway.intake.CommandBus;
import io.shiplog.gateway.intake.NodeIntake;
import io.shiplog.gateway.intake.SpecsIntake;
import io.shiplog.gateway.readmodel.HeapTooSmallException;
import io.shiplog.gateway.readmodel.NodeGraph;
import io.shiplog.gateway.readmodel.ReadModel;
import io.shiplog.ledger.decide.Ledger;
import io.shiplog.ledger.decide.SchemaBodies;
import io.shiplog.ledger.decide.kinds.Rules;
import io.shiplog.ledger.runtime.Bootstrap;
import io.shiplog.ledger.runtime.CommitListener;
import io.shiplog.ledger.runtime.LedgerService;
import io.shiplog.ledger.runtime.Repair;
import io.shiplog.model.Catalogue;
import io.shiplog.model.ResourceType;
import io.shiplog.model.schema.Schemas;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One gateway: its ledger, the read model, the command bus, and the doors over them. */
public final class GatewayService implements AutoCloseable {

  private final ReadModel model;
  private final CommandBus bus;
  private final LedgerService ledger;
  private final NodeIntake nodes;
  private final SpecsIntake specs;
  private final NodeStreams streams;
  private final KubeApi api;
  private final TokenAuthenticator tokens;
  private final Access access;
  private final GatewayConfig config;

  /** A gateway that shows its own measurements and no others. */
  public GatewayService(GatewayConfig config) {
    this(config, new SimpleMeterRegistry());
  }

  private GatewayService(GatewayConfig config, MeterRegistry registry) {
    this(config, registry, new TextExposition(registry));
  }

  /**
   * Prepares a gateway; {@link #start} sets it going. The topics must exist.
   *
   * @param registry takes the measurements
   * @param exposition the text of {@code /metrics}
   */
  public GatewayService(GatewayConfig config, MeterRegistry registry, Supplier<String> exposition) {
    Schemas schemas = Schemas.builtin();
    this.config = config;
    this.tokens = new TokenAuthenticator(config.tokens());
    this.model = new ReadModel(config.kafka(), config.seal(), config.alone());
    this.bus = new CommandBus(config.kafka(), config.seal(), model, config.patience());
    this.ledger =
        new LedgerService(
            new Ledger(Rules::of, new SchemaBodies(schemas)),
            // Only other gateways could leave shards to it that it does not lead from the start.
            config.alone() ? config.kafka().patient() : config.kafka(),
            config.seal(),
            config.instanceId(),
            config.alone() ? model::committed : CommitListener.NOBODY);
    this.model.distrustWhile(() -> !ledger.alarms().isEmpty());
    this.streams = new NodeStreams(config.kafka());
    this.nodes = new NodeIntake(config.kafka(), config.seal(), model);
    this.specs = new SpecsIntake(config.kafka(), config.seal(), bus);
    this.access =
        new Access(
            Authenticator.chain(List.of(new CertificateAuthenticator(), tokens)),
            new Authorizer(new NodeGraph(model.store())));
    measure(registry);
    Health health =
        new Health(
            List.of(
                new Health.Check("read-model", model::ready),
                new Health.Check("ledger", ledger::ready)),
            this::alarms,
            loss -> ledger.repair(loss ? Repair.ACCEPT_LOSS : Repair.FROM_HISTORY));
    Observability observability = new Observability(health, registry, exposition);
    Optional<ObjectViews> tables = Optional.of(new TableViews(InstantSource.system()));
    this.api = new KubeApi(model, bus, streams, schemas, access, observability, tables);
  }

  private List<String> alarms() {
    List<String> raised = new ArrayList<>(ledger.alarms());
    raised.addAll(model.alarms());
    int unknown = model.store().unknown();
    if (unknown > 0) {
      raised.add(
          unknown + " objects are there and cannot be read; the log of the gateway names them");
    }
    return raised;
  }

  private void measure(MeterRegistry registry) {
    registry.gauge("shiplog.objects.unknown", model, read -> read.store().unknown());
    for (ResourceType type : Catalogue.ALL) {
      Tags resource = Tags.of("resource", type.qualifiedName());
      registry.gauge(
          "apiserver.storage.objects", resource, model, read -> read.store().count(type));
      registry.gauge("apiserver.watchers", resource, model, read -> read.store().watchers(type));
    }
  }

  /**
   * Who is told, once, that what is in the log does not fit into the heap: the gateway will never
   * be ready. To be asked for before it starts.
   */
  public void onHeapTooSmall(Consumer<HeapTooSmallException> told) {
    model.onHeapTooSmall(told);
  }

  /** Starts in the background; {@link #ready} tells when requests can be answered. */
  public void start() {
    model.start();
    ledger.start();
    streams.start();
    Bootstrap.commands().forEach(bus::submit);
    if (!config.advertised().isEmpty()) {
      bus.submit(Bootstrap.advertise(config.instanceId(), config.advertised()));
    }
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

  /** For the other doors: whom a request runs as, and what they may. */
  public Access access() {
    return access;
  }

  /** For the other doors: who a bearer token stands for. */
  public TokenAuthenticator tokens() {
    return tokens;
  }

  @Override
  public void close() {
    specs.close();
    nodes.close();
    streams.close();
    bus.close();
    ledger.close();
    model.close();
  }
}
