package io.shiplog.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.agent.feed.EventSink;
import io.shiplog.agent.feed.Feeds;
import io.shiplog.agent.feed.Outbox;
import io.shiplog.agent.image.OfflineImages;
import io.shiplog.agent.logs.LogRotation;
import io.shiplog.agent.logs.LogServer;
import io.shiplog.agent.machine.NodeFacts;
import io.shiplog.agent.network.PodNetwork;
import io.shiplog.agent.network.PodRouting;
import io.shiplog.agent.network.RoutesListener;
import io.shiplog.agent.node.NodeReporter;
import io.shiplog.agent.node.NodeStatus;
import io.shiplog.agent.pod.Pods;
import io.shiplog.agent.runtime.Containerd;
import io.shiplog.agent.runtime.Cri;
import io.shiplog.agent.runtime.RuntimeEvents;
import io.shiplog.model.KubeObject;
import io.shiplog.topics.NodeRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** The parts of a running agent and how they hang together. */
public final class AgentParts implements Feeds.Listener, AutoCloseable {

  private static final Logger LOG = Logger.getLogger(AgentParts.class);
  private static final long CONTAINERD_SECONDS = 30;
  private static final long CLOSE_SECONDS = 10;
  private static final long REPORT_SECONDS = 10;
  private static final long LOOK_SECONDS = 30;
  private static final long[] NETWORK_LOOKS_MILLIS = {50, 150, 300, 600};

  private final AgentConfig config;
  private final RoutesListener routesListener;
  private final InstantSource clock = Clock.systemUTC();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** What pods want later is of no use to an agent that ends meanwhile. */
  private final ScheduledExecutorService timer = timer();

  private final Containerd containerd;
  private final Cri cri;
  private final Outbox outbox;
  private final Pods pods;
  private final NodeReporter reporter;
  private final NodeStatus nodeStatus;
  private final PodNetwork network;
  private final PodRouting podRouting;
  private final RuntimeEvents runtimeEvents;
  private final LogServer logs;
  private final LogRotation rotation;
  private final AtomicBoolean tending = new AtomicBoolean();
  private Feeds feeds;
  private volatile String podCidr = "";
  private volatile boolean networkReady;

  /**
   * The parts, not started.
   *
   * @param routesListener hears of routes
   */
  public AgentParts(AgentConfig config, RoutesListener routesListener) {
    this.config = config;
    this.routesListener = routesListener;
    String hostIp = config.hostIp().isEmpty() ? NodeFacts.address() : config.hostIp();
    makeHome();
    this.containerd = new Containerd(config);
    this.cri = new Cri(config.containerdSocket());
    this.outbox = new Outbox(config);
    EventSink events = new EventSink(config, outbox, clock);
    this.pods =
        new Pods(new Pods.PodContext(config, hostIp, cri, outbox, events, clock, threads, timer));
    this.nodeStatus = new NodeStatus(config, hostIp, cri);
    this.reporter = new NodeReporter(config, outbox, nodeStatus, clock);
    this.podRouting = new PodRouting(config.nodeName(), hostIp);
    this.network = new PodNetwork(config, containerd.cniConf());
    this.runtimeEvents = new RuntimeEvents(cri, () -> threads.execute(pods::relist));
    this.rotation = new LogRotation(cri, LogRotation.LIMIT_BYTES);
    this.logs = new LogServer(config, outbox::send, pods, threads, clock);
  }

  /** What is called off takes no room: a pod's deadline may be years ahead. */
  public static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().name("agent-timer").daemon().factory(),
            new ThreadPoolExecutor.DiscardPolicy());
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  private void makeHome() {
    try {
      Files.createDirectories(config.home());
      Files.createDirectories(config.podsHome());
      Files.createDirectories(config.logsHome());
    } catch (IOException e) {
      throw new UncheckedIOException("the agent's home cannot be made", e);
    }
  }

  /** Starts containerd, registers the node and begins to read. */
  public void start() {
    containerd.ensureRunning();
    awaitContainerd();
    OfflineImages.ensure(
        config.containerdSocket(), Containerd.PAUSE_IMAGE, config.imagesHome(), LOG::info);
    feeds = new Feeds(config, this, clock);
    timer.scheduleWithFixedDelay(() -> threads.execute(this::tend), 0, 1, TimeUnit.SECONDS);
    timer.scheduleWithFixedDelay(
        () -> threads.execute(this::beat), 1, REPORT_SECONDS, TimeUnit.SECONDS);
    timer.scheduleWithFixedDelay(
        () -> threads.execute(this::look), LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  /** Waits until containerd serves its socket. */
  private void awaitContainerd() {
    CompletableFuture<Void> up = new CompletableFuture<>();
    var asking =
        timer.scheduleWithFixedDelay(
            () -> {
              if (!nodeStatus.problem().startsWith("container runtime is down")) {
                up.complete(null);
              } else {
                cri.reconnect();
              }
            },
            0,
            50,
            TimeUnit.MILLISECONDS);
    try {
      up.get(CONTAINERD_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for containerd", e);
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException(
          "containerd does not come up; see " + config.containerdHome().resolve("containerd.log"),
          e);
    } finally {
      asking.cancel(false);
    }
  }

  /** Once a second: containerd must live, and what it has is compared with the last look. */
  private void tend() {
    if (!tending.compareAndSet(false, true)) {
      return;
    }
    try {
      if (containerd.ensureRunning()) {
        LOG.warn("containerd was gone and has been started again");
        cri.reconnect();
      }
      if (!podCidr.isEmpty() && !networkReady && nodeStatus.problem().isEmpty()) {
        networkReady = true;
        reporter.report();
        pods.networkReady();
      }
      runtimeEvents.ensureSubscribed();
      pods.relist();
    } catch (RuntimeException e) {
      LOG.warn("containerd could not be tended", e);
    } finally {
      tending.set(false);
    }
  }

  /** Sets the pod network up, and looks soon whether containerd has taken notice. */
  private void setNetworkUp(String cidr) {
    try {
      network.ensure(cidr);
    } catch (RuntimeException e) {
      LOG.error("the pod network cannot be set up; no pod can start", e);
      podCidr = "";
      return;
    }
    for (long millis : NETWORK_LOOKS_MILLIS) {
      timer.schedule(() -> threads.execute(this::tend), millis, TimeUnit.MILLISECONDS);
    }
  }

  private void beat() {
    try {
      reporter.report();
      pods.pokeAll();
      pods.measure();
      rotation.run();
      podRouting.ensure();
    } catch (RuntimeException e) {
      LOG.warn("the node could not be looked after", e);
    }
  }

  /** Rules that somebody took away are made again. */
  private void look() {
    try {
      if (networkReady) {
        network.look(podCidr);
      }
    } catch (RuntimeException e) {
      LOG.warn("the pod network could not be looked after", e);
    }
  }

  @Override
  public void object(String key, KubeObject object) {
    if (key.equals("nodes//" + config.nodeName())) {
      KubeObject before = reporter.node();
      reporter.node(object);
      boolean fresh = object != null && (before == null || !before.uid().equals(object.uid()));
      if (fresh || object == null) {
        threads.execute(this::beat);
      }
      String cidr = object == null ? "" : object.spec().path("podCIDR").asText("");
      if (!cidr.isEmpty() && !cidr.equals(podCidr)) {
        podCidr = cidr;
        threads.execute(() -> setNetworkUp(cidr));
      }
    }
    pods.object(key, object);
  }

  @Override
  public void inboxComplete() {
    if (reporter.node() == null) {
      threads.execute(this::beat);
    }
    pods.inboxComplete();
  }

  @Override
  public void routes(Map<String, ObjectNode> all, Set<String> changed) {
    pods.routes(all);
    routesListener.routes(all, changed);
  }

  @Override
  public void nodes(Map<String, ObjectNode> all) {
    podRouting.setDesired(all.values());
    threads.execute(this::ensureRouting);
  }

  /** It is tried again with each beat. */
  private void ensureRouting() {
    try {
      podRouting.ensure();
    } catch (RuntimeException e) {
      LOG.warn("the routes to other nodes' pods could not be set", e);
    }
  }

  @Override
  public void request(String id, NodeRequest request) {
    logs.request(id, request);
  }

  /** Whether the node is registered and its runtime and network work. */
  public boolean ready() {
    return networkReady && reporter.node() != null;
  }

  /** What still runs could start a containerd beside that of the next agent. */
  private void awaitThreads() {
    try {
      boolean ended =
          timer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)
              && threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        LOG.warnf("the agent's work did not end within %d s", CLOSE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (feeds != null) {
      feeds.close();
    }
    timer.shutdownNow();
    threads.shutdownNow();
    awaitThreads();
    outbox.close();
    cri.close();
    network.close();
  }
}
