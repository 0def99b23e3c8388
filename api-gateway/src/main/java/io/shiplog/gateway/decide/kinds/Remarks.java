package io.shiplog.gateway.decide.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.ResourceType;
import io.shiplog.model.quantity.Quantity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What may be a mistake in an object, though the rules allow it: clients show it as a warning.
 * Source: the warnings of kube-apiserver.
 */
public final class Remarks {

  private final List<String> found = new ArrayList<>();

  private Remarks() {}

  /** What is to be said of an object as its author wrote it; nothing for most kinds. */
  public static List<String> of(ResourceType type, ObjectNode object) {
    Remarks remarks = new Remarks();
    if (type.equals(Catalogue.PODS)) {
      remarks.pod(Field.of(object, "spec"), true);
    } else if (type.equals(Catalogue.DEPLOYMENTS) || type.equals(Catalogue.REPLICASETS)) {
      remarks.name(Field.of(object, "metadata").at("name"));
      Field spec = Field.of(object, "spec").at("template").at("spec");
      remarks.grace(spec.at("terminationGracePeriodSeconds"));
      remarks.pod(spec, false);
    }
    return remarks.found;
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

  private void grace(Field seconds) {
    if (seconds.number() < 0) {
      remark(seconds, "must be >= 0; negative values are invalid and will be treated as 1");
    }
  }

  /**
   * Remarks on the spec of a pod.
   *
   * @param defaulted whether requests follow limits, as they do in a Pod but not in a template
   */
  private void pod(Field spec, boolean defaulted) {
    for (Field secret : spec.at("imagePullSecrets").items()) {
      if (secret.at("name").isEmpty()) {
        remark(secret.at("name"), "invalid empty name \"\"");
      }
    }
    for (String list : List.of("initContainers", "containers")) {
      for (Field container : spec.at(list).items()) {
        resources(container.at("resources"), defaulted);
        variables(container.at("env"));
        ports(container.at("ports"));
      }
    }
  }

  private void resources(Field resources, boolean defaulted) {
    JsonNode limit = resources.at("limits").node().path("memory");
    JsonNode request = resources.at("requests").node().path("memory");
    bytes(resources.at("limits").key("memory"), limit);
    bytes(
        resources.at("requests").key("memory"),
        request.isMissingNode() && defaulted ? limit : request);
  }

  private void bytes(Field field, JsonNode amount) {
    Quantity.tryParse(amount)
        .filter(quantity -> quantity.toBigDecimal().stripTrailingZeros().scale() > 0)
        .ifPresent(
            quantity ->
                remark(
                    field,
                    "fractional byte value \"" + quantity + "\" is invalid, must be an integer"));
  }

  private void variables(Field env) {
    Map<String, Field> seen = new HashMap<>();
    for (Field variable : env.items()) {
      String name = variable.at("name").text();
      if (seen.put(name, variable) != null) {
        remark(
            variable,
            "hides previous definition of \"" + name + "\", which may be dropped when using apply");
      }
    }
  }

  private void ports(Field ports) {
    Map<String, Field> seen = new HashMap<>();
    for (Field port : ports.items()) {
      String protocol = port.at("protocol").isEmpty() ? "TCP" : port.at("protocol").text();
      String what =
          String.join(
              "/",
              protocol,
              port.at("containerPort").text(),
              port.at("hostIP").text(),
              port.at("hostPort").text());
      Field before = seen.putIfAbsent(what, port);
      if (before != null) {
        remark(port, "duplicate port definition with " + before.path());
      }
    }
  }
}
