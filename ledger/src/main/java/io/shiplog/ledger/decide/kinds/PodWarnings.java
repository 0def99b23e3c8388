package io.shiplog.ledger.decide.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.KubeObject;
import io.shiplog.model.quantity.Quantity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What may be a mistake in a pod, or in a template of pods, though the rules allow it: clients show
 * it as a warning. Source: the warnings of kube-apiserver ({@code pkg/api/pod}). To them is added
 * what nobody acts on here ({@link UnservedFields}).
 */
final class PodWarnings {

  /** Labels of nodes that have another name now. */
  private static final Map<String, String> OLD_LABELS =
      Map.of(
          "beta.kubernetes.io/arch", old("1.14", "kubernetes.io/arch"),
          "beta.kubernetes.io/os", old("1.14", "kubernetes.io/os"),
          "failure-domain.beta.kubernetes.io/region", old("1.17", "topology.kubernetes.io/region"),
          "failure-domain.beta.kubernetes.io/zone", old("1.17", "topology.kubernetes.io/zone"),
          "beta.kubernetes.io/instance-type", old("1.17", "node.kubernetes.io/instance-type"));

  private static final Map<String, String> OLD_ANNOTATIONS =
      Map.of(
          "scheduler.alpha.kubernetes.io/critical-pod", gone("1.16", "priorityClassName"),
          "security.alpha.kubernetes.io/sysctls", gone("1.11", "sysctls"),
          "security.alpha.kubernetes.io/unsafe-sysctls", gone("1.11", "sysctls"));

  private static final List<String> BYTES = List.of("memory", "ephemeral-storage");

  private final List<String> found = new ArrayList<>();
  private final Map<String, Field> ports = new HashMap<>();

  private PodWarnings() {}

  /** What is to be said of a pod that has its defaults. */
  static List<String> pod(KubeObject pod) {
    PodWarnings warnings = new PodWarnings();
    warnings.pod(Field.of(pod.json(), "metadata"), Field.of(pod.json(), "spec"));
    return warnings.found;
  }

  /** What is to be said of a controller that makes pods of a template. */
  static List<String> template(KubeObject controller, boolean created) {
    PodWarnings warnings = new PodWarnings();
    if (created) {
      warnings.name(Field.of(controller.json(), "metadata").at("name"));
    }
    Field template = Field.of(controller.json(), "spec").at("template");
    warnings.pod(template.at("metadata"), template.at("spec"));
    Field seconds = template.at("spec").at("terminationGracePeriodSeconds");
    if (seconds.number() < 0) {
      warnings.remark(
          seconds, "must be >= 0; negative values are invalid and will be treated as 1");
    }
    return warnings.found;
  }

  private static String old(String version, String now) {
    return "deprecated since v" + version + "; use \"" + now + "\" instead";
  }

  private static String gone(String version, String field) {
    return "non-functional in v" + version + "+; use the \"" + field + "\" field instead";
  }

  private void remark(Field field, String text) {
    found.add(field.path() + ": " + text);
  }

  private void name(Field name) {
    List<String> wrong = Formats.dnsLabel(name.text());
    if (!name.isEmpty() && !wrong.isEmpty()) {
      remark(
          name,
          "this is used in Pod names and hostnames, which can result in surprising behavior; a DNS"
              + " label is recommended: ["
              + String.join(" ", wrong)
              + "]");
    }
  }

  private void pod(Field metadata, Field spec) {
    spec.at("nodeSelector").entries((label, at) -> named(OLD_LABELS.get(label), at));
    for (Field constraint : spec.at("topologySpreadConstraints").items()) {
      String label = constraint.at("topologyKey").text();
      if (OLD_LABELS.containsKey(label)) {
        remark(constraint.at("topologyKey"), label + " is " + OLD_LABELS.get(label));
      }
      if (!constraint.at("labelSelector").isSet()) {
        remark(constraint.at("labelSelector"), "a null labelSelector results in matching no pod");
      }
    }
    metadata.at("annotations").entries((name, at) -> named(OLD_ANNOTATIONS.get(name), at));
    twice(spec.at("hostAliases"), "ip");
    twice(spec.at("imagePullSecrets"), "name");
    for (Field secret : spec.at("imagePullSecrets").items()) {
      if (secret.at("name").isEmpty()) {
        remark(secret.at("name"), "invalid empty name \"\"");
      }
    }
    for (String list : List.of("initContainers", "containers")) {
      for (Field container : spec.at(list).items()) {
        resources(container.at("resources"));
        variables(container.at("env"));
        container.at("ports").items().forEach(this::port);
      }
    }
    UnservedFields.check(spec, "PodSpec", found::add);
  }

  private void named(String text, Field at) {
    if (text != null) {
      remark(at, text);
    }
  }

  private void twice(Field list, String key) {
    Set<String> seen = new HashSet<>();
    for (Field item : list.items()) {
      if (!seen.add(item.at(key).text())) {
        remark(item.at(key), "duplicate " + key + " \"" + item.at(key).text() + "\"");
      }
    }
  }

  private void resources(Field resources) {
    for (String resource : BYTES) {
      for (String bound : List.of("limits", "requests")) {
        bytes(resources.at(bound).key(resource));
      }
    }
  }

  private void bytes(Field amount) {
    JsonNode node = amount.node();
    if (node.isMissingNode()) {
      return;
    }
    Quantity.tryParse(node)
        .filter(quantity -> quantity.toBigDecimal().stripTrailingZeros().scale() > 0)
        .ifPresent(
            quantity ->
                remark(
                    amount,
                    "fractional byte value \"" + quantity + "\" is invalid, must be an integer"));
  }

  /** The same name again is a mistake unless its value is made of the one before. */
  private void variables(Field env) {
    Set<String> seen = new HashSet<>();
    for (Field variable : env.items()) {
      String name = variable.at("name").text();
      String value = variable.at("value").text();
      String reference = "$(" + name + ")";
      boolean builds = value.contains(reference) && !value.equals(reference);
      if (!seen.add(name) && (!builds || variable.at("valueFrom").isSet())) {
        remark(
            variable,
            "hides previous definition of \"" + name + "\", which may be dropped when using apply");
      }
    }
  }

  private void port(Field port) {
    String protocol = port.at("protocol").isEmpty() ? "TCP" : port.at("protocol").text();
    String what =
        String.join(
            "/",
            protocol,
            port.at("containerPort").text(),
            port.at("hostIP").text(),
            port.at("hostPort").text());
    Field before = ports.putIfAbsent(what, port);
    if (before != null) {
      remark(port, "duplicate port definition with " + before.path());
    }
  }
}
