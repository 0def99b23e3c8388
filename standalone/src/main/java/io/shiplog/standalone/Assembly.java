package io.shiplog.standalone;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.runtime.Quarkus;
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
import io.shiplog.topics.RandomSeal;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.TopicMaker;
import io.shiplog.topics.TopicWatch;
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
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The components of this process: starts them in the order in which they are missed. */
@Singleton
class Assembly implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Assembly.class);

  private static final UserInfo ADMINISTRATOR =
      new UserInfo("kubernetes-admin", List.of("system:masters"));

  /** A restart that takes longer is in trouble. */
  private static final Duration GATEWAY_PATIENCE = Duration.ofMinutes(2);

  private final List<Part> parts = new CopyOnWriteArrayList<>();
  private final Router router;
  private final GatewayAccess door;
  private final PrometheusMeterRegistry registry;
  private final Doorkeeper doorkeeper;
  private volatile Part broker;
  private volatile AfterGateway services;

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

  /** Each component, the broker first. */
  List<Part> parts() {
    return Stream.concat(Stream.ofNullable(broker), parts.stream()).toList();
  }

  /** Stops while logging and everything else still works: Quarkus takes them down right after. */
  void onShutdown(@Observes ShutdownEvent event) {
    close();
  }

  /** The broker goes last, and the others together: each of them waits for what it has asked it. */
  @Override
  public void close() {
    if (services != null) {
      services.close();
    }
    List<Thread> stops =
        parts.stream().map(part -> Thread.ofPlatform().start(() -> stop(part))).toList();
    try {
      for (Thread stop : stops) {
        stop.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    parts.clear();
    if (broker != null) {
      stop(broker);
      broker = null;
    }
  }

  private static void stop(Part part) {
    Instant before = Instant.now();
    try {
      part.stop().close();
      LOG.infof("%s: stopped in %d ms", part.name(), millisSince(before));
    } catch (Exception e) {
      LOG.warnf(e, "%s did not stop cleanly", part.name());
    }
  }

  private static long millisSince(Instant before) {
    return Duration.between(before, Instant.now()).toMillis();
  }

  private void startBroker(Settings settings) {
    Instant before = Instant.now();
    EmbeddedBroker embedded =
        new EmbeddedBroker(settings.broker(), settings.home().resolve("kafka"), settings.pki());
    embedded.start();
    broker = new Part("broker", () -> true, embedded);
    LOG.infof("broker: up after %d ms", millisSince(before));
  }

  private void startServices(Settings settings) {
    SecretSeal seal = seal(settings);
    awaitTopics(settings);
    BooleanSupplier answering = () -> true;
    if (settings.has(Role.API_GATEWAY)) {
      answering = startGateway(settings, seal)::ready;
    }
    List<ReactorService> reactors = reactors(settings, seal);
    services = new AfterGateway(answering, GATEWAY_PATIENCE, () -> start(reactors));
    services.begin();
    if (settings.has(Role.NODE_AGENT)) {
      startAgent(settings, seal);
    }
  }

  /** Gateways make the topics; the others wait for them. A node's agent makes its own. */
  private void awaitTopics(Settings settings) {
    if (settings.has(Role.API_GATEWAY)) {
      TopicMaker.ensure(settings.kafka(Role.API_GATEWAY), Topics.cluster());
      watchTopics(settings);
      return;
    }
    Stream.of(Role.SCHEDULER_SERVICE, Role.DEPLOYMENT_SERVICE, Role.SERVICE_REGISTRY)
        .filter(settings::has)
        .map(settings::kafka)
        .forEach(kafka -> TopicMaker.await(kafka, List.of(Topics.OBJECTS, Topics.COMMANDS)));
  }

  /** Nothing is served from a log of which something was taken away. */
  private void watchTopics(Settings settings) {
    TopicWatch watch =
        new TopicWatch(
            settings.kafka(Role.API_GATEWAY),
            settings.home().resolve("topics.properties"),
            trouble -> {
              LOG.fatal(trouble);
              Quarkus.asyncExit(1);
            });
    watch.check();
    watch.start();
    parts.add(new Part("topic-watch", () -> true, watch));
  }

  /** On a thread of its own: what goes wrong there has to end the process all the same. */
  private static void start(List<ReactorService> reactors) {
    try {
      reactors.forEach(ReactorService::start);
    } catch (RuntimeException e) {
      LOG.error("the services cannot start", e);
      Quarkus.asyncExit(1);
    }
  }

  private List<ReactorService> reactors(Settings settings, SecretSeal seal) {
    Path streams = settings.home().resolve("streams");
    // Where nobody stands by, nobody is to wait until a killed process's session has ended.
    String instance = settings.alone() ? settings.instance() : "";
    List<ReactorService> reactors = new ArrayList<>();
    if (settings.has(Role.SCHEDULER_SERVICE)) {
      reactors.add(
          part(
              SchedulerService.create(
                  settings.kafka(Role.SCHEDULER_SERVICE), seal, instance, streams)));
    }
    if (settings.has(Role.DEPLOYMENT_SERVICE)) {
      Optional<String> rootCa = pki(settings).rootCa();
      reactors.add(
          part(
              DeploymentService.create(
                  settings.kafka(Role.DEPLOYMENT_SERVICE), seal, instance, streams, rootCa)));
    }
    if (settings.has(Role.SERVICE_REGISTRY)) {
      reactors.add(
          part(
              RegistryService.create(
                  settings.kafka(Role.SERVICE_REGISTRY), seal, instance, streams)));
    }
    return reactors;
  }

  private ReactorService part(ReactorService service) {
    parts.add(new Part(service.name(), service::ready, service));
    FunctionCounter.builder("shiplog.controller.failures", service, ReactorService::failures)
        .description("How often a controller threw at an object, which it then left alone a while")
        .tag("service", service.name())
        .register(registry);
    return service;
  }

  private void startAgent(Settings settings, SecretSeal seal) {
    AgentConfig config =
        AgentConfig.of(
            settings.nodeName(),
            settings.kafka(Role.NODE_AGENT),
            seal,
            settings.home().resolve("node"));
    ServiceProxy proxy =
        new ServiceProxy("shiplog_svc_" + config.tag(), config.clusterCidr(), config.nodeName());
    NodeAgent agent = new NodeAgent(config).follow(proxy);
    agent.start();
    // The agent first: it would lead the proxy on to write its table again.
    parts.add(
        new Part(
            "node-agent",
            agent::ready,
            () -> {
              try (proxy) {
                agent.close();
              }
            }));
  }

  private GatewayService startGateway(Settings settings, SecretSeal seal) {
    GatewayService gateway =
        new GatewayService(
            new GatewayConfig(
                settings.kafka(Role.API_GATEWAY),
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
    gateway.onHeapTooSmall(
        why -> {
          LOG.error("this process ends: " + why.getMessage());
          Quarkus.asyncExit(1);
        });
    gateway.start();
    parts.add(new Part("api-gateway", gateway::ready, gateway));
    return gateway;
  }

  private static Pki pki(Settings settings) {
    return new Pki(settings.pki());
  }

  private static SecretSeal seal(Settings settings) {
    try {
      return RandomSeal.fromFile(pki(settings).secretKey());
    } catch (IOException e) {
      throw new UncheckedIOException("the key that seals Secrets cannot be read", e);
    }
  }
}
