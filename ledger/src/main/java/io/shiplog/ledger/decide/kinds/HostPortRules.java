package io.shiplog.ledger.decide.kinds;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Ports of the node that a pod asks for: none twice, and the same as its own in the host network.
 */
final class HostPortRules {

  private HostPortRules() {}

  static void check(Field spec, Problems problems) {
    boolean hostNetwork = spec.at("hostNetwork").isTrue();
    Set<String> taken = new HashSet<>();
    for (String list : List.of("containers", "initContainers")) {
      for (Field container : spec.at(list).items()) {
        // Init containers run one after the other; each starts with the node's ports to itself.
        Set<String> inUse = list.equals("containers") ? taken : new HashSet<>();
        for (Field port : container.at("ports").items()) {
          if (port.at("hostPort").number() != 0) {
            check(port, hostNetwork, inUse, problems);
          }
        }
      }
    }
  }

  private static void check(Field port, boolean hostNetwork, Set<String> taken, Problems problems) {
    Field hostPort = port.at("hostPort");
    if (hostNetwork && hostPort.number() != port.at("containerPort").number()) {
      problems.invalid(hostPort, "must match `containerPort` when `hostNetwork` is true");
    }
    String claim =
        port.at("protocol").text() + "/" + port.at("hostIP").text() + "/" + hostPort.number();
    if (!taken.add(claim)) {
      problems.duplicate(hostPort, claim);
    }
  }
}
