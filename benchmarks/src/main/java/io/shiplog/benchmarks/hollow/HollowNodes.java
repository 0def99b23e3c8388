package io.shiplog.benchmarks.hollow;

import io.shiplog.benchmarks.cluster.KubeClient;
import io.shiplog.benchmarks.cluster.WatchEvent;
import io.vertx.core.Future;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many kubelets without containers: they register, renew their Leases, report the pods that are
 * bound to them as running at once, and let terminating ones go. All state belongs to the client's
 * event loop.
 */
final class HollowNodes {

  /** In so many steps all Leases are renewed. */
  private static final int STEPS = 100;

  /** How many registrations are under way at a time. */
  private static final int IN_FLIGHT = 128;

  private final KubeClient client;
  private final Requests requests;
  private final int count;
  private final int renewSeconds;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final BitSet away = new BitSet();

  /** Pods, by uid, that nobody has looked after yet: their node is away, or all rest. */
  private final Map<String, WatchEvent> waiting = new LinkedHashMap<>();

  private boolean resting;
  private int nextAddress;
  private int step;
  private long timer;

  /**
   * Nodes that have not joined yet.
   *
   * @param renewSeconds how often each Lease is renewed; a kubelet does so every ten seconds
   */
  HollowNodes(KubeClient client, Requests requests, int count, int renewSeconds) {
    this.renewSeconds = renewSeconds;
    this.client = client;
    this.requests = requests;
    this.count = count;
    for (int i = 0; i < count; i++) {
      numbers.put(name(i), i);
    }
  }

  static String name(int number) {
    return "hollow-%04d".formatted(number);
  }

  private static String hostAddress(int number) {
    return "192.168.%d.%d".formatted(number >> 8, number & 255);
  }

  /** Registers all nodes, without Leases: so nobody expects to hear of them again. */
  AtomicInteger registerOnly() {
    return requests.flood(count, IN_FLIGHT, this::register);
  }

  /** Registers all nodes and begins to renew their Leases; the count of registrations rises. */
  AtomicInteger join() {
    AtomicInteger joined =
        requests.flood(count, IN_FLIGHT, number -> register(number).compose(made -> lease(number)));
    timer = client.vertx().setPeriodic(renewSeconds * 1000L / STEPS, tick -> renew());
    return joined;
  }

  private Future<Void> register(int number) {
    return requests.post("/api/v1/nodes", Manifests.node(name(number), hostAddress(number)));
  }

  private Future<Void> lease(int number) {
    return requests.post(
        "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases",
        Manifests.lease(name(number)));
  }

  private void renew() {
    for (int i = count * step / STEPS; i < count * (step + 1) / STEPS; i++) {
      if (!away.get(i)) {
        requests.patch(leasePath(i), Manifests.renewal());
      }
    }
    step = (step + 1) % STEPS;
  }

  private static String leasePath(int number) {
    return "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/" + name(number);
  }

  /** What a watch of the bound pods tells. */
  void pod(WatchEvent event) {
    Integer number = numbers.get(event.node());
    if (number == null) {
      return;
    }
    if (event.deleted()) {
      waiting.remove(event.uid());
    } else if (resting || away.get(number)) {
      waiting.put(event.uid(), event);
    } else {
      lookAfter(event, number);
    }
  }

  /**
   * What a watch of the nodes tells. One that finds itself not ready says that it is, as a kubelet
   * does that compares: what it said before may have been overtaken by who missed it.
   */
  void node(WatchEvent event) {
    Integer number = numbers.get(event.name());
    if (number != null && !event.deleted() && !away.get(number) && !event.ready().equals("True")) {
      sayReady(number);
    }
  }

  private void sayReady(int number) {
    requests.patch(
        "/api/v1/nodes/" + name(number) + "/status",
        Manifests.nodeReady(name(number), hostAddress(number)));
  }

  private void lookAfter(WatchEvent pod, int number) {
    String path = podPath(pod.namespace(), pod.name());
    if (pod.terminating()) {
      requests.delete(path, pod.uid());
    } else if (!pod.phase().equals("Running") || !pod.ready().equals("True")) {
      int address = nextAddress++;
      String ip =
          "10.%d.%d.%d".formatted(128 + (address >> 16), (address >> 8) & 255, address & 255);
      requests.patch(path + "/status", Manifests.running(ip, hostAddress(number)));
    }
  }

  static String podPath(String namespace, String pod) {
    return "/api/v1/namespaces/" + namespace + "/pods/" + pod;
  }

  /** Nothing is renewed any more. */
  void leave() {
    client.vertx().cancelTimer(timer);
  }

  /** From now on, pods are left as they are, until {@link #work}. */
  void rest() {
    onLoop(() -> resting = true);
  }

  /** Looks after all pods, those of the meantime first. */
  void work() {
    onLoop(
        () -> {
          resting = false;
          catchUp();
        });
  }

  /** The first so many nodes vanish without a word: no Lease is renewed, no pod looked after. */
  void vanish(int howMany) {
    onLoop(() -> away.set(0, howMany));
  }

  /** The nodes that vanished return and say that they are ready. */
  void comeBack() {
    onLoop(
        () -> {
          away.stream()
              .forEach(
                  i ->
                      requests
                          .patch(leasePath(i), Manifests.renewal())
                          .onSuccess(renewed -> sayReady(i)));
          away.clear();
          catchUp();
        });
  }

  private void catchUp() {
    List<WatchEvent> pods = List.copyOf(waiting.values());
    waiting.clear();
    pods.forEach(this::pod);
  }

  private void onLoop(Runnable change) {
    KubeClient.await(
        "the hollow nodes",
        Future.<Void>future(
            done ->
                client
                    .vertx()
                    .runOnContext(
                        begin -> {
                          change.run();
                          done.complete();
                        })));
  }
}
