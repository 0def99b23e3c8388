package io.shiplog.benchmarks.hollow;

import io.shiplog.benchmarks.cluster.WatchEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** Counts the pods of a namespace and the hollow nodes, as watches tell of them. */
final class Census {

  private final String namespace;
  private final Map<String, WatchEvent> pods = new HashMap<>();
  private final Map<String, WatchEvent> nodes = new HashMap<>();
  private long firstBinding;
  private long lastBinding;
  private int running;
  private int usable;

  Census(String namespace) {
    this.namespace = namespace;
  }

  /** A watch of the bound pods told this. */
  synchronized void pod(WatchEvent event) {
    if (!event.namespace().equals(namespace)) {
      return;
    }
    WatchEvent before = event.deleted() ? pods.remove(event.uid()) : pods.put(event.uid(), event);
    running += change(before, event, Census::runs);
    if (before == null && !event.deleted()) {
      lastBinding = System.nanoTime();
      firstBinding = firstBinding == 0 ? lastBinding : firstBinding;
    }
  }

  /** A watch of the nodes told this. */
  synchronized void node(WatchEvent event) {
    if (event.name().startsWith("hollow-")) {
      WatchEvent before =
          event.deleted() ? nodes.remove(event.name()) : nodes.put(event.name(), event);
      usable += change(before, event, Census::usable);
    }
  }

  private static int change(WatchEvent before, WatchEvent after, Predicate<WatchEvent> counts) {
    int was = before != null && counts.test(before) ? 1 : 0;
    int is = !after.deleted() && counts.test(after) ? 1 : 0;
    return is - was;
  }

  private static boolean runs(WatchEvent pod) {
    return pod.phase().equals("Running") && pod.ready().equals("True") && !pod.terminating();
  }

  private static boolean usable(WatchEvent node) {
    return node.ready().equals("True") && !node.tainted();
  }

  /** How many pods are bound. */
  synchronized int bound() {
    return pods.size();
  }

  /** How many of them run and are ready. */
  synchronized int running() {
    return running;
  }

  /** How many bound pods do not run. */
  synchronized int notRunning() {
    return pods.size() - running;
  }

  /** How many nodes there are. */
  synchronized int nodes() {
    return nodes.size();
  }

  /** How many of them are ready and without taints. */
  synchronized int usable() {
    return usable;
  }

  /** How many pods are bound to nodes of which this is true. */
  synchronized int boundTo(Predicate<String> which) {
    return (int) pods.values().stream().filter(pod -> which.test(pod.node())).count();
  }

  /** Forgets when bindings were seen; the next one is the first. */
  synchronized void mark() {
    firstBinding = 0;
  }

  /** When the first binding since {@link #mark} was seen, as {@link System#nanoTime}. */
  synchronized long firstBinding() {
    return firstBinding;
  }

  /** When the last binding was seen, as {@link System#nanoTime}. */
  synchronized long lastBinding() {
    return lastBinding;
  }
}
