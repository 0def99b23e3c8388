package io.shiplog.agent.decide.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.agent.decide.GoWords;
import io.shiplog.model.KubeObject;
import java.util.Optional;
import java.util.Set;

/**
 * Which kernel parameters a pod may set: those that belong to its own namespaces and cannot hurt
 * its neighbours (Kubernetes documentation, "Using sysctls", the safe set).
 */
final class Sysctls {

  private static final String IPC = "kernel.shm_rmid_forced";

  private static final Set<String> NETWORK =
      Set.of(
          "net.ipv4.ip_local_port_range",
          "net.ipv4.tcp_syncookies",
          "net.ipv4.ping_group_range",
          "net.ipv4.ip_unprivileged_port_start",
          "net.ipv4.ip_local_reserved_ports",
          "net.ipv4.tcp_keepalive_time",
          "net.ipv4.tcp_fin_timeout",
          "net.ipv4.tcp_keepalive_intvl",
          "net.ipv4.tcp_keepalive_probes",
          "net.ipv4.tcp_rmem",
          "net.ipv4.tcp_wmem");

  private Sysctls() {}

  /** Why the first parameter that is not allowed is not; empty if all are. */
  static Optional<Rejection> forbidden(KubeObject pod) {
    JsonNode spec = pod.spec();
    for (JsonNode sysctl : spec.path("securityContext").path("sysctls")) {
      String why = problem(dotted(sysctl.path("name").asText()), spec);
      if (!why.isEmpty()) {
        return Optional.of(new Rejection("SysctlForbidden", "forbidden sysctl: " + why));
      }
    }
    return Optional.empty();
  }

  private static String problem(String name, JsonNode spec) {
    if (name.equals(IPC)) {
      return spec.path("hostIPC").asBoolean() ? shared(name, "ipc") : "";
    }
    if (NETWORK.contains(name)) {
      return spec.path("hostNetwork").asBoolean() ? shared(name, "net") : "";
    }
    return GoWords.quote(name) + " not allowlisted";
  }

  private static String shared(String name, String namespace) {
    return GoWords.quote(name) + " not allowed with host " + namespace + " enabled";
  }

  /** A name may be written with slashes; dots in it then are part of a name. */
  private static String dotted(String name) {
    int first = name.indexOf('/');
    boolean slashes = first >= 0 && (name.indexOf('.') < 0 || first < name.indexOf('.'));
    if (!slashes) {
      return name;
    }
    StringBuilder dotted = new StringBuilder();
    name.chars().forEach(c -> dotted.append(c == '/' ? '.' : c == '.' ? '/' : (char) c));
    return dotted.toString();
  }
}
