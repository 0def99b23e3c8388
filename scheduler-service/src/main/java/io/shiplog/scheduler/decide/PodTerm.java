package io.shiplog.scheduler.decide;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.reconcile.ObjectTable;
import io.shiplog.model.select.LabelSelector;
import io.shiplog.model.select.LabelSelector.Operator;
import io.shiplog.model.select.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A term of pod affinity or anti-affinity: which pods, and what counts as being next to them.
 * Source: the API reference of PodAffinityTerm.
 *
 * @param topologyKey the node label whose value two nodes share when they are one place
 * @param selector which pods; null is none at all
 * @param namespaces in which namespaces, by name
 * @param namespaceSelector and in those with these labels; null is none of them
 */
public record PodTerm(
    String topologyKey,
    LabelSelector selector,
    Set<String> namespaces,
    LabelSelector namespaceSelector) {

  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
  private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

  /** A term that is only desired. */
  public record Preferred(PodTerm term, int weight) {}

  /** The terms a pod insists on; {@code kind} is podAffinity or podAntiAffinity. */
  public static List<PodTerm> required(KubeObject pod, String kind) {
    List<PodTerm> terms = new ArrayList<>();
    pod.spec()
        .path("affinity")
        .path(kind)
        .path(REQUIRED)
        .forEach(term -> terms.add(read(term, pod)));
    return terms;
  }

  /** The terms that a pod prefers; {@code kind} is podAffinity or podAntiAffinity. */
  public static List<Preferred> preferred(KubeObject pod, String kind) {
    List<Preferred> preferences = new ArrayList<>();
    for (JsonNode preference : pod.spec().path("affinity").path(kind).path(PREFERRED)) {
      preferences.add(
          new Preferred(
              read(preference.path("podAffinityTerm"), pod), preference.path("weight").asInt()));
    }
    return preferences;
  }

  private static PodTerm read(JsonNode term, KubeObject pod) {
    Set<String> namespaces = new HashSet<>();
    term.path("namespaces").forEach(name -> namespaces.add(name.asText()));
    JsonNode inNamespaces = term.path("namespaceSelector");
    if (namespaces.isEmpty() && !inNamespaces.isObject()) {
      namespaces.add(pod.namespace());
    }
    return new PodTerm(
        term.path("topologyKey").asText(),
        selector(term, pod),
        namespaces,
        inNamespaces.isObject() ? LabelSelector.ofJson(inNamespaces) : null);
  }

  /**
   * The label selector of a term or of a spread constraint, with what {@code matchLabelKeys} and
   * {@code mismatchLabelKeys} take from the pod's own labels; null where there is no selector, or
   * one that cannot be understood.
   */
  public static LabelSelector selector(JsonNode term, KubeObject pod) {
    if (!term.path("labelSelector").isObject()) {
      return null;
    }
    List<Requirement> all = new ArrayList<>();
    try {
      all.addAll(LabelSelector.ofJson(term.path("labelSelector")).requirements());
    } catch (IllegalArgumentException e) {
      // An operator nobody knows selects nothing; one pod must not stop the scheduler.
      return null;
    }
    Map<String, String> labels = pod.labels();
    addOwn(term.path("matchLabelKeys"), Operator.IN, labels, all);
    addOwn(term.path("mismatchLabelKeys"), Operator.NOT_IN, labels, all);
    return new LabelSelector(all);
  }

  private static void addOwn(
      JsonNode keys, Operator operator, Map<String, String> labels, List<Requirement> into) {
    for (JsonNode key : keys) {
      String value = labels.get(key.asText());
      if (value != null) {
        into.add(new Requirement(key.asText(), operator, List.of(value)));
      }
    }
  }

  /** Whether a pod is one of those that the term speaks of. */
  public boolean matches(PodInfo pod, ObjectTable table) {
    return selector != null && selector.matches(pod.labels()) && in(pod.namespace(), table);
  }

  private boolean in(String namespace, ObjectTable table) {
    if (namespaces.contains(namespace)) {
      return true;
    }
    return namespaceSelector != null
        && namespaceSelector.matches(
            table
                .get(Catalogue.NAMESPACES, "", namespace)
                .map(KubeObject::labels)
                .orElseGet(HashMap::new));
  }
}
