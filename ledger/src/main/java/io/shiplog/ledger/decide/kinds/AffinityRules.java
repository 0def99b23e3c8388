package io.shiplog.ledger.decide.kinds;

import java.util.List;

/** What affinities must be. Source: the API reference of Affinity. */
final class AffinityRules {

  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
  private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

  private AffinityRules() {}

  static void check(Field affinity, Problems problems) {
    affinity.at("nodeAffinity").ifSet(node -> node(node, problems));
    for (String name : List.of("podAffinity", "podAntiAffinity")) {
      Field pods = affinity.at(name);
      pods.at(REQUIRED).items().forEach(term -> pods(term, problems));
      for (Field preference : pods.at(PREFERRED).items()) {
        weight(preference.at("weight"), problems);
        pods(preference.at("podAffinityTerm"), problems);
      }
    }
  }

  /** A node selector: terms, of which one must hold. */
  static void nodeSelector(Field selector, Problems problems) {
    Field terms = selector.at("nodeSelectorTerms");
    if (terms.isEmpty()) {
      problems.required(terms, "must have at least one node selector term");
    }
    terms.items().forEach(term -> nodeTerm(term, problems));
  }

  private static void node(Field affinity, Problems problems) {
    affinity.at(REQUIRED).ifSet(selector -> nodeSelector(selector, problems));
    for (Field preference : affinity.at(PREFERRED).items()) {
      weight(preference.at("weight"), problems);
      nodeTerm(preference.at("preference"), problems);
    }
  }

  private static void nodeTerm(Field term, Problems problems) {
    term.at("matchExpressions").items().forEach(e -> expression(e, problems));
    for (Field field : term.at("matchFields").items()) {
      problems.oneOf(field.at("operator"), List.of("In", "NotIn"));
      problems.demandOneOf(field.at("key"), List.of("metadata.name"));
      if (field.at("values").node().size() != 1) {
        problems.required(
            field.at("values"),
            "must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
      }
    }
  }

  private static void expression(Field expression, Problems problems) {
    Field operator = expression.at("operator");
    Field values = expression.at("values");
    switch (operator.text()) {
      case "In", "NotIn" -> {
        if (values.isEmpty()) {
          problems.required(values, "must be specified when `operator` is 'In' or 'NotIn'");
        }
      }
      case "Exists", "DoesNotExist" -> {
        if (!values.isEmpty()) {
          problems.forbidden(
              values, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
        }
      }
      case "Gt", "Lt" -> {
        if (values.node().size() != 1) {
          problems.required(
              values, "must be specified single value when `operator` is 'Lt' or 'Gt'");
        }
      }
      default -> problems.invalid(operator, operator.text(), "not a valid selector operator");
    }
    problems.invalidAll(expression.at("key"), Formats.qualifiedName(expression.at("key").text()));
  }

  private static void pods(Field term, Problems problems) {
    Field key = term.at("topologyKey");
    if (key.isEmpty()) {
      problems.required(key, "can not be empty");
    }
    problems.invalidAll(key, Formats.qualifiedName(key.text()));
    LabelRules.selector(term.at("labelSelector"), problems);
    LabelRules.selector(term.at("namespaceSelector"), problems);
    for (Field namespace : term.at("namespaces").items()) {
      problems.invalidAll(namespace, Formats.dnsLabel(namespace.text()));
    }
  }

  private static void weight(Field weight, Problems problems) {
    if (weight.number() < 1 || weight.number() > 100) {
      problems.invalid(weight, weight.number(), "must be in the range 1-100");
    }
  }
}
