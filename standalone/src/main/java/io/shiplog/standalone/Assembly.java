package io.shiplog.standalone;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.shiplog.agent.AgentConfig;
import io.shiplog.agent.NodeAgent;
import io.shiplog.agent.network.ServiceProxy;
import io.shiplog.deployment.topology.DeploymentService;
import io.shiplog.gateway.GatewayConfig;
import io.shiplog.gateway.GatewayService;
import io.shiplog.gateway.grpc.GatewayAccess;
import io.shiplog.model.command.UserInfo;
import io.shiplog.registry.topology.RegistryService;
import io.shiplog.scheduler.topology.SchedulerService;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.TopicMaker;
import io.shiplog.topics.Topics;
import io.shiplog.topics.streams.ReactorService;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** The components of this process, started in order and stopped in reverse. */
@Singleton
class Assembly implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Assembly.class);

  private static final UserInfo ADMINISTRATOR =
      new UserInfo("kubernetes-admin", List.of("system:masters"));

  private final List<Part> parts = new CopyOnWriteArrayList<>();
  private final Router router;
  private final GatewayAccess door;
  private final PrometheusMeterRegistry registry;
  private final Doorkeeper doorkeeper;

  @Inject
  Assembly(
      Router router, GatewayAccess door, PrometheusMeterRegistry registry, Doorkeeper doorkeeper) {
    this.router = router;
    this.doorkeeper = doorkeeper;
    this.door = door;
    this.registry = registry;
  }

  /**
   * One running component.
   *
   * @param name as health checks show it
   * @param ready whether it does its work now
   * @param stop ends it
   */
  record Part(String name, BooleanSupplier ready, AutoCloseable stop) {}

  /** Starts what the roles ask for; returns when all of it has been set going. */
  void start() {
    Settings settings = Settings.of(System.getenv());
    if (settings.has(Role.BROKER)) {
      startBroker(settings);
    }
    if (settings.roles().size() > 1 || !settings.has(Role.BROKER)) {
      startServices(settings);
    }
    if (!settings.has(Role.API_GATEWAY)) {
      new HealthRoutes(this::parts).mount(router);
    }
    doorkeeper.open();
  }

  /** Each component, in the order in which they started. */
  List<Part> parts() {
    return List.copyOf(parts);
  }

  /** Stops while logging and everything else still works: Quarkus takes them down right after. */
  void onShutdown(@Observes ShutdownEvent event) {
    close();
  }

  @Override
  public void close() {
    for (Part part : new ArrayList<>(parts).reversed()) {
      Instant before = Instant.now();
      try {
        part.stop().close();
        LOG.infof(
            "%s: stopped in %d ms",
            part.name(), Duration.between(before, Instant.now()).toMillis());
      } catch (Exception e) {
        LOG.warnf(e, "%s did not stop cleanly", part.name());
      }
    }
    parts.clear();
  }

  private void startBroker(Settings settings) {
    Instant before = Instant.now();
    EmbeddedBroker broker = new EmbeddedBroker(settings.broker(), settings.home().resolve("kafka"));
    broker.start();
    parts.add(new Part("broker", () -> true, broker));
    LOG.infof("broker: up after %d ms", Duration.between(before, Instant.now()).toMillis());
  }

  private void startServices(Settings settings) {
    KafkaSettings kafka = settings.kafka();
    SecretSeal seal = seal(settings);
    TopicMaker.ensure(kafka, Topics.cluster());
    if (settings.has(Role.API_GATEWAY)) {
      startGateway(settings, seal);
    }
    Path streams = settings.home().resolve("streams");
    // Where nobody stands by, nobody is to wait until a killed process's session has ended.
    String instance = settings.alone() ? settings.instance() : "";
    if (settings.has(Role.SCHEDULER_SERVICE)) {
      start("scheduler-service", SchedulerService.create(kafka, seal, instance, streams));
    }
    if (settings.has(Role.DEPLOYMENT_SERVICE)) {
      start("deployment-service", DeploymentService.create(kafka, seal, instance, streams));
    }
    if (settings.has(Role.SERVICE_REGISTRY)) {
      start("service-registry", RegistryService.create(kafka, seal, instance, streams));
    }
    if (settings.has(Role.NODE_AGENT)) {
      startAgent(settings, seal);
    }
  }

  private void startAgent(Settings settings, SecretSeal seal) {
    AgentConfig config =
        AgentConfig.of(
            settings.nodeName(), settings.kafka(), seal, settings.home().resolve("node"));
    ServiceProxy proxy = new ServiceProxy("shiplog_svc_" + config.tag(), config.clusterCidr());
    NodeAgent agent = new NodeAgent(config).follow(proxy);
    agent.start();
    parts.add(new Part("service-proxy", () -> true, proxy));
    parts.add(new Part("node-agent", agent::ready, agent));
  }

  private void startGateway(Settings settings, SecretSeal seal) {
    GatewayService gateway =
        new GatewayService(
            new GatewayConfig(
                settings.kafka(),
                seal,
                settings.instance(),
                Map.of(pki(settings).token(), ADMINISTRATOR),
                settings.advertised(),
                GatewayConfig.DEFAULT_PATIENCE,
                settings.alone()),
            registry,
            registry::scrape);
    door.open(gateway);
    gateway.mount(router);
    gateway.start();
    parts.add(new Part("api-gateway", gateway::ready, gateway));
  }

  private void start(String name, ReactorService service) {
    service.start();
    parts.add(new Part(name, service::ready, service));
  }

  private static Pki pki(Settings settings) {
    return new Pki(settings.pki());
  }

  private static SecretSeal seal(Settings settings) {
    try {
      return SecretSeal.fromFile(pki(settings).secretKey());
    } catch (IOException e) {
      throw new UncheckedIOException("the key that seals Secrets cannot be read", e);
    }
  }
}
