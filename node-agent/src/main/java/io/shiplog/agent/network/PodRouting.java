package io.shiplog.agent.network;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.agent.decide.PodRoutePlan;
import io.shiplog.agent.machine.Shell;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The way to the pods of other nodes: a route in the kernel to each node's range of addresses, by
 * way of that node. The nodes must be on one network segment, and need nothing else then. Routes of
 * ours carry a protocol number of their own, so that nobody's are touched and each is found again.
 */
public final class PodRouting {

  private static final Logger LOG = Logger.getLogger(PodRouting.class);

  /** Of the numbers that no routing daemon has. */
  private static final String PROTOCOL = "83";

  private final String node;
  private final String hostIp;

  /** Null until the nodes are known. */
  private volatile Map<String, String> desired;

  /** Whether the kernel may hold routes of ours, such as an earlier agent's. */
  private boolean some = true;

  private String trouble = "";

  /**
   * For this node.
   *
   * @param node its name
   * @param hostIp its address
   */
  public PodRouting(String node, String hostIp) {
    this.node = node;
    this.hostIp = hostIp;
  }

  /** Takes note of the nodes there are now, as {@code routes} has them; waits for nothing. */
  public void setDesired(Collection<ObjectNode> nodes) {
    desired = PodRoutePlan.desired(nodes, node, hostIp);
  }

  /**
   * Makes the kernel's routes what was desired last, also where somebody took some away, as the
   * kernel does when a link goes down.
   */
  public synchronized void ensure() {
    Map<String, String> now = desired;
    if (now != null && (some || !now.isEmpty())) {
      adjust(now);
    }
  }

  /** Takes all routes of ours away. */
  public static void remove() {
    Shell.run("ip", "-4", "route", "flush", "proto", PROTOCOL);
  }

  private void adjust(Map<String, String> now) {
    String actual = Shell.run("ip", "-4", "route", "show", "proto", PROTOCOL);
    List<String> changes = PodRoutePlan.changes(now, PodRoutePlan.read(actual));
    some = !now.isEmpty() || !changes.isEmpty();
    if (changes.isEmpty()) {
      return;
    }
    String script =
        changes.stream()
            .map(change -> "route " + change + " proto " + PROTOCOL + "\n")
            .collect(Collectors.joining());
    try {
      Shell.run(script, List.of("ip", "-4", "-force", "-batch", "-"));
      trouble = "";
    } catch (IllegalStateException e) {
      tell(e.getMessage());
    }
  }

  /** Once for the same trouble: it is tried again every few seconds. */
  private void tell(String problem) {
    if (!problem.equals(trouble)) {
      trouble = problem;
      LOG.warnf(
          "pods of some other nodes cannot be reached from here: their nodes must be on a network"
              + " segment of this one (%s). %s",
          hostIp, problem);
    }
  }
}
