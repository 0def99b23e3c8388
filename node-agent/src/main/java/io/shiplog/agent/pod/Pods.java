package io.shiplog.agent.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.StatusRuntimeException;
import io.shiplog.agent.AgentConfig;
import io.shiplog.agent.decide.ObjectLookup;
import io.shiplog.agent.decide.Observed;
import io.shiplog.agent.decide.PullSecrets;
import io.shiplog.agent.decide.admission.Arrivals;
import io.shiplog.agent.decide.admission.NodeAdmission;
import io.shiplog.agent.decide.admission.Rejection;
import io.shiplog.agent.feed.EventSink;
import io.shiplog.agent.feed.Outbox;
import io.shiplog.agent.logs.LoggedPods;
import io.shiplog.agent.machine.NodeFacts;
import io.shiplog.agent.runtime.Cri;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.jboss.logging.Logger;

/**
 * The pods of this node, desired or found: one worker for each uid, poked when the desired state,
 * the runtime, a probe or a Service changed, or when time has come.
 */
public final class Pods implements ObjectLookup, LoggedPods {

  private static final Logger LOG = Logger.getLogger(Pods.class);

  private final PodContext context;
  private final Map<String, KubeObject> objects = new ConcurrentHashMap<>();
  private final Map<String, KubeObject> podsByUid = new ConcurrentHashMap<>();
  private final Map<String, PodWorker> workers = new ConcurrentHashMap<>();
  private volatile Map<String, ObjectNode> routes = Map.of();
  private volatile boolean complete;
  private volatile boolean networkReady;
  private volatile Map<String, String> lastStates = Map.of();

  /** What every pod's worker needs. */
  public record PodContext(
      AgentConfig config,
      String hostIp,
      Cri cri,
      Outbox outbox,
      EventSink events,
      InstantSource clock,
      ExecutorService threads,
      ScheduledExecutorService timer) {}

  public Pods(PodContext context) {
    this.context = context;
  }

  /** An entry of the inbox changed. */
  public void object(String key, KubeObject object) {
    ObjectKey parsed = ObjectKey.parse(key);
    KubeObject before = object == null ? objects.remove(key) : objects.put(key, object);
    if (parsed.resource().equals("pods")) {
      if (before != null && (object == null || !before.uid().equals(object.uid()))) {
        podsByUid.remove(before.uid());
        poke(before.uid());
      }
      if (object != null) {
        podsByUid.put(object.uid(), object);
        poke(object.uid());
      }
    } else if (!parsed.namespace().isEmpty()) {
      podsByUid.values().stream()
          .filter(pod -> pod.namespace().equals(parsed.namespace()))
          .forEach(pod -> retry(pod, parsed));
    }
  }

  /** Something that a pod may name changed: what failed may work now. */
  private void retry(KubeObject pod, ObjectKey changed) {
    PodWorker worker = workers.get(pod.uid());
    if (worker != null) {
      boolean opensRegistry =
          changed.resource().equals("secrets") && PullSecrets.names(pod).contains(changed.name());
      worker.forgiveFailures(opensRegistry);
      worker.poke();
    }
  }

  /** The inbox has been read: what runs and is not in it is not desired. */
  public void inboxComplete() {
    complete = true;
    pokeAll();
  }

  /** The routes changed: a pod that is leaving may be out of service now. */
  public void routes(Map<String, ObjectNode> all) {
    routes = all;
    podsByUid.values().stream().filter(KubeObject::terminating).forEach(pod -> poke(pod.uid()));
  }

  /** The pod network works: sandboxes may be made. */
  public void networkReady() {
    if (!networkReady) {
      networkReady = true;
      pokeAll();
    }
  }

  boolean mayStart() {
    return networkReady;
  }

  boolean complete() {
    return complete;
  }

  Map<String, ObjectNode> routes() {
    return routes;
  }

  @Override
  public KubeObject desired(String uid) {
    return podsByUid.get(uid);
  }

  /** The node's allocatable resources, as its object has them. */
  JsonNode allocatable() {
    return node().status().path("allocatable");
  }

  private KubeObject node() {
    KubeObject node = objects.get("nodes//" + context.config().nodeName());
    return node == null ? new KubeObject(Json.object()) : node;
  }

  /** Why the node does not take a pod that it has done nothing for yet; empty if it does. */
  Optional<Rejection> rejection(KubeObject pod) {
    return NodeAdmission.of(
        pod, node(), Arrivals.before(pod, podsByUid.values()), NodeFacts.machine());
  }

  @Override
  public Optional<KubeObject> find(String resource, String namespace, String name) {
    return Optional.ofNullable(objects.get(resource + "/" + namespace + "/" + name));
  }

  @Override
  public boolean running(String uid, String container) {
    try {
      return new PodRuntime(context.cri())
          .observe(uid)
          .latest(container)
          .filter(Observed.Container::running)
          .isPresent();
    } catch (StatusRuntimeException e) {
      // containerd restarts; the container runs on, most likely.
      return true;
    }
  }

  /** Whether new connections are still sent to this address. */
  boolean inService(String ip) {
    if (ip.isEmpty()) {
      return false;
    }
    for (ObjectNode route : routes.values()) {
      for (JsonNode endpoint : route.path("endpoints")) {
        if (endpoint.path("ready").asBoolean() && endpoint.path("ip").asText().equals(ip)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Has a pod looked at. */
  void poke(String uid) {
    workers.computeIfAbsent(uid, id -> new PodWorker(id, this, context)).poke();
  }

  /** Has every pod looked at, desired or found. */
  public void pokeAll() {
    Set<String> uids = new HashSet<>(podsByUid.keySet());
    uids.addAll(workers.keySet());
    uids.addAll(lastStates.keySet());
    uids.remove("");
    uids.forEach(this::poke);
  }

  /** Looks how much the pods have written to the disk; who has written too much is evicted. */
  public void measure() {
    for (PodWorker worker : workers.values()) {
      try {
        worker.measure();
      } catch (StatusRuntimeException e) {
        LOG.debugf("containerd does not say what is written: %s", Cri.message(e));
      } catch (RuntimeException e) {
        LOG.warn("what a pod has written cannot be measured", e);
      }
    }
  }

  /** Compares what the runtime has with the last look, and has the pods that differ looked at. */
  public void relist() {
    try {
      Map<String, String> states = new PodRuntime(context.cri()).states();
      Map<String, String> before = lastStates;
      lastStates = states;
      Set<String> uids = new HashSet<>(states.keySet());
      uids.addAll(before.keySet());
      for (String uid : uids) {
        if (!uid.isEmpty() && !java.util.Objects.equals(states.get(uid), before.get(uid))) {
          poke(uid);
        }
      }
    } catch (StatusRuntimeException e) {
      LOG.debugf("containerd does not answer: %s", Cri.message(e));
    }
  }

  /** A pod is gone from the node and nobody asks for it. */
  void forget(String uid) {
    if (!podsByUid.containsKey(uid)) {
      PodWorker gone = workers.remove(uid);
      if (gone != null) {
        gone.retire();
      }
    }
  }
}
