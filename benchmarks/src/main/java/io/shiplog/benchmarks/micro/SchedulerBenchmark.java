package io.shiplog.benchmarks.micro;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.reconcile.Effect;
import io.shiplog.model.reconcile.ObjectTable;
import io.shiplog.scheduler.decide.SchedulerReactor;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One pass of the scheduler: a pod appears, is placed among the nodes, and goes again. */
@State(Scope.Benchmark)
public class SchedulerBenchmark {

  private static final int PODS_A_NODE = 3;

  /** How many nodes there are; each has three pods. */
  @Param({"100", "5000"})
  public int nodes;

  private final ObjectTable table = new ObjectTable();
  private SchedulerReactor reactor;
  private KubeObject waiting;
  private ObjectKey key;

  /** Fills the cluster. */
  @Setup
  public void prepare() {
    ObjectNode template = Samples.storedPod(0).json();
    for (int i = 0; i < nodes; i++) {
      table.apply(Catalogue.NODES.key("", "node-" + i), Samples.node(i));
    }
    for (int i = 0; i < nodes * PODS_A_NODE; i++) {
      table.apply(Samples.podKey(i), pod(template, i, "node-" + i / PODS_A_NODE));
    }
    key = Samples.podKey(nodes * PODS_A_NODE);
    waiting = pod(template, nodes * PODS_A_NODE, "");
    reactor = new SchedulerReactor();
    reactor.start(table, Samples.NOW);
    reactor.settled(table, Samples.NOW);
  }

  @Benchmark
  public List<Effect> placeOne() {
    reactor.changed(table, table.apply(key, waiting), Samples.NOW);
    List<Effect> effects = reactor.settled(table, Samples.NOW);
    if (effects.stream().noneMatch(Effect.Write.class::isInstance)) {
      throw new IllegalStateException("the pod was not placed");
    }
    reactor.changed(table, table.apply(key, null), Samples.NOW);
    reactor.settled(table, Samples.NOW);
    return effects;
  }

  private static KubeObject pod(ObjectNode template, int number, String node) {
    ObjectNode pod = template.deepCopy();
    ObjectKey named = Samples.podKey(number);
    Json.ensure(pod, "metadata").put("name", named.name()).put("uid", "uid-" + number);
    if (node.isEmpty()) {
      Json.ensure(pod, "spec").remove("nodeName");
    } else {
      Json.ensure(pod, "spec").put("nodeName", node);
    }
    return new KubeObject(pod);
  }
}
