package io.shiplog.registry.decide;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.pod.PodState;
import io.shiplog.model.reconcile.ObjectTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The pods behind a Service. A pod counts once it has an address and until it has ended; one that
 * is being deleted is not ready any more, however well it still answers.
 */
final class PodEndpoints {

  private static final String ZONE = "topology.kubernetes.io/zone";

  private PodEndpoints() {}

  /** Whether a Service says itself which pods are behind it. */
  static boolean hasSelector(KubeObject service) {
    return !service.spec().path("selector").isEmpty()
        && !service.spec().path("type").asText().equals("ExternalName");
  }

  /** The endpoints of a Service, in the order of the pods that it selects. */
  static List<Endpoint> of(KubeObject service, Set<ObjectKey> selected, ObjectTable table) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (ObjectKey key : selected) {
      table
          .get(key)
          .filter(PodEndpoints::counts)
          .ifPresent(pod -> endpoints.add(endpoint(service, pod, table)));
    }
    return endpoints;
  }

  private static boolean counts(KubeObject pod) {
    String ip = ip(pod);
    return !PodState.finished(pod) && !ip.isEmpty() && ip.indexOf(':') < 0;
  }

  private static Endpoint endpoint(KubeObject service, KubeObject pod, ObjectTable table) {
    boolean evenUnready = service.spec().path("publishNotReadyAddresses").asBoolean(false);
    boolean serving = PodState.ready(pod);
    String node = node(pod);
    return new Endpoint(
        ip(pod),
        node,
        table.get(Catalogue.NODES, "", node).map(n -> n.label(ZONE)).orElse(""),
        hostname(service, pod),
        evenUnready || serving && !pod.terminating(),
        serving,
        pod.terminating(),
        reference(pod),
        EndpointPort.resolve(service.spec(), pod.spec()));
  }

  /** A pod has a name under the Service if it asks for one under this very Service. */
  private static String hostname(KubeObject service, KubeObject pod) {
    return pod.spec().path("subdomain").asText("").equals(service.name())
        ? pod.spec().path("hostname").asText("")
        : "";
  }

  private static ObjectNode reference(KubeObject pod) {
    return Json.object()
        .put("kind", "Pod")
        .put("name", pod.name())
        .put("namespace", pod.namespace())
        .put("uid", pod.uid());
  }

  /** Whether two states of a pod, or its coming or going, look different to a Service. */
  static boolean differ(KubeObject before, KubeObject after) {
    boolean counted = before != null && counts(before);
    boolean counts = after != null && counts(after);
    if (!counted || !counts) {
      return counted != counts;
    }
    return !before.uid().equals(after.uid())
        || !before.labels().equals(after.labels())
        || !ip(before).equals(ip(after))
        || !node(before).equals(node(after))
        || PodState.ready(before) != PodState.ready(after)
        || before.terminating() != after.terminating();
  }

  private static String ip(KubeObject pod) {
    return pod.status().path("podIP").asText("");
  }

  private static String node(KubeObject pod) {
    return pod.spec().path("nodeName").asText("");
  }
}
