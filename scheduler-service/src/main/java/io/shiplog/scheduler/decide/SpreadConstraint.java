package io.shiplog.scheduler.decide;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.select.LabelSelector;
import io.shiplog.scheduler.decide.filter.NodeAffinity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A topology spread constraint of a pod. Source: the API reference of TopologySpreadConstraint.
 *
 * @param topologyKey the node label whose values are the places to spread over
 * @param maxSkew by how many pods a place may be ahead of the emptiest
 * @param minDomains with fewer places than this, the emptiest is taken to have none
 * @param selector which pods are spread; null is none
 * @param honorAffinity whether nodes that the pod may not go to do not count
 * @param honorTaints whether nodes with taints that the pod does not tolerate do not count
 */
public record SpreadConstraint(
    String topologyKey,
    int maxSkew,
    int minDomains,
    LabelSelector selector,
    boolean honorAffinity,
    boolean honorTaints) {

  /**
   * The constraints of a pod.
   *
   * @param whenUnsatisfiable {@code DoNotSchedule} or {@code ScheduleAnyway}
   */
  public static List<SpreadConstraint> of(PodInfo pod, String whenUnsatisfiable) {
    List<SpreadConstraint> found = new ArrayList<>();
    for (JsonNode json : pod.pod().spec().path("topologySpreadConstraints")) {
      if (json.path("whenUnsatisfiable").asText("DoNotSchedule").equals(whenUnsatisfiable)) {
        found.add(
            new SpreadConstraint(
                json.path("topologyKey").asText(),
                json.path("maxSkew").asInt(1),
                json.path("minDomains").asInt(1),
                PodTerm.selector(json, pod.pod()),
                !json.path("nodeAffinityPolicy").asText().equals("Ignore"),
                json.path("nodeTaintsPolicy").asText().equals("Honor")));
      }
    }
    return found;
  }

  /** Whether a pod is one of those that are spread; one on its way out is not. */
  public boolean spreads(PodInfo other, PodInfo pod) {
    return selector != null
        && other.namespace().equals(pod.namespace())
        && !other.terminating()
        && selector.matches(other.labels());
  }

  /** How many of these pods each place has that counts for the pod. */
  public Map<String, Integer> counts(PodInfo pod, Cluster cluster) {
    JsonNode podSpec = pod.pod().spec();
    Predicate<NodeInfo> matching = NodeAffinity.matching(podSpec);
    return Places.count(
        cluster.nodes(),
        topologyKey,
        node ->
            (!honorAffinity || matching.test(node))
                && (!honorTaints || node.untolerated(podSpec) == null),
        other -> spreads(other, pod));
  }
}
