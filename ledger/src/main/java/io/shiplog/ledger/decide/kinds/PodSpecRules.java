package io.shiplog.ledger.decide.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a pod's spec must be, in a Pod and in a template: this class has the fields of the spec
 * itself, and hands lists and structures to the rules beside it. Source: the API reference of
 * PodSpec and kube-apiserver's behaviour.
 */
final class PodSpecRules {

  private static final List<String> RESTART_POLICIES = List.of("Always", "OnFailure", "Never");
  private static final List<String> DNS_POLICIES =
      List.of("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
  private static final List<String> PREEMPTION = List.of("Never", "PreemptLowerPriority");
  private static final int MOST_NAMESERVERS = 3;
  private static final int MOST_SEARCHES = 32;

  private PodSpecRules() {}

  /** Checks a pod spec after defaulting. */
  static void check(Field spec, Problems problems) {
    Set<String> volumes = VolumeRules.check(spec.at("volumes"), problems);
    containers(spec, volumes, problems);
    problems.demandOneOf(spec.at("restartPolicy"), RESTART_POLICIES);
    dns(spec, problems);
    LabelRules.labels(spec.at("nodeSelector"), problems);
    SecurityContextRules.pod(spec, problems);
    AffinityRules.check(spec.at("affinity"), problems);
    TolerationRules.check(spec.at("tolerations"), problems);
    SpreadRules.check(spec.at("topologySpreadConstraints"), problems);
    names(spec, problems);
    numbers(spec, problems);
    hostAliases(spec.at("hostAliases"), problems);
    gates(spec, problems);
    HostPortRules.check(spec, problems);
    ResourceRules.amounts(spec.at("overhead"), problems);
    PodLevelResources.check(spec, problems);
  }

  private static void containers(Field spec, Set<String> volumes, Problems problems) {
    Set<String> names = new HashSet<>();
    Field containers = spec.at("containers");
    if (containers.isEmpty()) {
      problems.required(containers, "");
    }
    for (String list : List.of("containers", "initContainers", "ephemeralContainers")) {
      for (Field container : spec.at(list).items()) {
        ContainerRules.check(container, ContainerRules.Role.of(list, container), volumes, problems);
        ProbeRules.sleeps(container, spec.at("terminationGracePeriodSeconds").number(), problems);
        Field name = container.at("name");
        if (!name.isEmpty() && !names.add(name.text())) {
          problems.duplicate(name, name.text());
        }
      }
    }
  }

  private static void dns(Field spec, Problems problems) {
    problems.demandOneOf(spec.at("dnsPolicy"), DNS_POLICIES);
    Field config = spec.at("dnsConfig");
    Field nameservers = config.at("nameservers");
    boolean none = spec.at("dnsPolicy").text().equals("None");
    if (none && !config.isSet()) {
      problems.required(config, "must provide `dnsConfig` when `dnsPolicy` is None");
    } else if (none && nameservers.isEmpty()) {
      problems.required(
          nameservers, "must provide at least one DNS nameserver when `dnsPolicy` is None");
    }
    if (nameservers.node().size() > MOST_NAMESERVERS) {
      problems.invalid(nameservers, "must not have more than " + MOST_NAMESERVERS + " nameservers");
    }
    nameservers.items().forEach(server -> problems.invalidAll(server, Addresses.ip(server.text())));
    if (config.at("searches").node().size() > MOST_SEARCHES) {
      problems.invalid(
          config.at("searches"), "must not have more than " + MOST_SEARCHES + " search paths");
    }
    for (Field search : config.at("searches").items()) {
      String text = search.text();
      if (!text.equals(".")) {
        String bare = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        problems.invalidAll(search, Formats.searchDomain(bare));
      }
    }
    config.at("options").items().forEach(option -> problems.demand(option.at("name")));
  }

  private static void names(Field spec, Problems problems) {
    problems.form(spec.at("serviceAccountName"), Formats::dnsSubdomain);
    problems.form(spec.at("nodeName"), Formats::dnsSubdomain);
    problems.form(spec.at("hostname"), Formats::dnsLabel);
    problems.form(spec.at("subdomain"), Formats::dnsLabel);
    problems.form(spec.at("priorityClassName"), Formats::dnsSubdomain);
    problems.form(spec.at("runtimeClassName"), Formats::dnsSubdomain);
    problems.form(spec.at("schedulerName"), Formats::dnsSubdomain);
    problems.oneOf(spec.at("preemptionPolicy"), PREEMPTION);
  }

  private static void numbers(Field spec, Problems problems) {
    problems.between(spec.at("activeDeadlineSeconds"), 1, Integer.MAX_VALUE);
  }

  private static void hostAliases(Field aliases, Problems problems) {
    for (Field alias : aliases.items()) {
      problems.invalidAll(alias.at("ip"), Addresses.ip(alias.at("ip").text()));
      for (Field name : alias.at("hostnames").items()) {
        problems.invalidAll(name, Formats.dnsSubdomain(name.text()));
      }
    }
  }

  private static void gates(Field spec, Problems problems) {
    for (Field gate : spec.at("readinessGates").items()) {
      Field type = gate.at("conditionType");
      problems.invalidAll(type, Formats.qualifiedName(type.text()));
    }
    Field gates = spec.at("schedulingGates");
    gates
        .items()
        .forEach(
            gate ->
                problems.invalidAll(
                    gate.at("name"), Formats.qualifiedName(gate.at("name").text())));
    Set<String> names = new HashSet<>();
    for (Field gate : gates.items()) {
      if (!names.add(gate.at("name").text())) {
        problems.duplicate(gate, gate.at("name").text());
      }
    }
    JsonNode nodeName = spec.at("nodeName").node();
    if (!gates.isEmpty() && !nodeName.asText("").isEmpty()) {
      problems.forbidden(
          spec.at("nodeName"), "cannot be set until all schedulingGates have been cleared");
    }
  }
}
