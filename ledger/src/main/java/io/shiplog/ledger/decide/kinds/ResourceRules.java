package io.shiplog.ledger.decide.kinds;

import io.shiplog.model.quantity.Quantity;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What requests, limits and other amounts of resources must be. */
final class ResourceRules {

  private static final Set<String> STANDARD = Set.of("cpu", "memory", "ephemeral-storage");

  private ResourceRules() {}

  /** A container's requests and limits, each alone and against each other. */
  static void check(Field resources, Problems problems) {
    Field limits = resources.at("limits");
    Field requests = resources.at("requests");
    for (Field list : new Field[] {limits, requests}) {
      list.entries(
          (name, amount) -> {
            name(amount, name, problems);
            amount(amount, name, problems);
          });
    }
    boolean huge = has(limits, "hugepages-") || has(requests, "hugepages-");
    if (huge && !has(limits, "cpu", "memory") && !has(requests, "cpu", "memory")) {
      problems.forbidden(resources, "HugePages require cpu or memory");
    }
    requests.entries((name, request) -> within(name, request, limits, requests, problems));
    claims(resources.at("claims"), problems);
  }

  /** Requests and limits of a whole pod, each alone and against each other. */
  static void checkPod(Field resources, Problems problems) {
    for (String list : new String[] {"limits", "requests"}) {
      resources
          .at(list)
          .entries(
              (name, amount) -> {
                Formats.qualifiedName(name).forEach(wrong -> problems.invalid(amount, name, wrong));
                if (!PodLevelResources.supports(name)) {
                  problems.notSupported(amount, name, List.of("cpu", "memory"));
                }
                amount(amount, name, problems);
              });
    }
    Field limits = resources.at("limits");
    Field requests = resources.at("requests");
    requests.entries((name, request) -> within(name, request, limits, requests, problems));
    if (!resources.at("claims").isEmpty()) {
      problems.forbidden(resources.at("claims"), "claims cannot be set for Resources at pod-level");
    }
  }

  /** Whether a resource with one of these beginnings is in a list of amounts. */
  private static boolean has(Field amounts, String... beginnings) {
    return amounts.node().properties().stream()
        .anyMatch(amount -> Arrays.stream(beginnings).anyMatch(amount.getKey()::startsWith));
  }

  /** A list of amounts under any names, such as a node's capacity. */
  static void amounts(Field amounts, Problems problems) {
    amounts.entries(
        (name, amount) -> {
          Formats.qualifiedName(name).forEach(wrong -> problems.invalid(amount, name, wrong));
          amount(amount, name, problems);
        });
  }

  /** One amount; its name says whether fractions are allowed. */
  static void amount(Field amount, String name, Problems problems) {
    Quantity quantity;
    try {
      quantity = Quantity.parse(amount.node());
    } catch (IllegalArgumentException e) {
      problems.invalid(amount, e.getMessage());
      return;
    }
    if (quantity.signum() < 0) {
      problems.invalid(amount, "must be greater than or equal to 0");
    }
    boolean whole = quantity.toBigDecimal().stripTrailingZeros().scale() <= 0;
    if (!STANDARD.contains(name) && !whole) {
      problems.invalid(amount, "must be an integer");
    }
  }

  private static void name(Field amount, String name, Problems problems) {
    Formats.qualifiedName(name).forEach(wrong -> problems.invalid(amount, name, wrong));
    if (!name.contains("/") && !STANDARD.contains(name) && !name.startsWith("hugepages-")) {
      problems.invalid(amount, name, "must be a standard resource type or fully qualified");
      problems.invalid(amount, name, "must be a standard resource for containers");
    }
  }

  private static void within(
      String name, Field request, Field limits, Field requests, Problems problems) {
    Optional<Quantity> asked = Quantity.tryParse(request.node());
    Optional<Quantity> limit = Quantity.tryParse(limits.node().path(name));
    boolean extended = name.contains("/") || name.startsWith("hugepages-");
    if (extended && !limits.key(name).isSet()) {
      problems.required(limits, "Limit must be set for non overcommitable resources");
    }
    if (asked.isEmpty() || limit.isEmpty()) {
      return;
    }
    if (extended && !asked.equals(limit)) {
      problems.invalid(
          requests, asked.get(), "must be equal to " + name + " limit of " + limit.get());
    } else if (asked.get().compareTo(limit.get()) > 0) {
      problems.invalid(
          requests,
          asked.get(),
          "must be less than or equal to " + name + " limit of " + limit.get());
    }
  }

  private static void claims(Field claims, Problems problems) {
    Set<String> names = new HashSet<>();
    for (Field claim : claims.items()) {
      if (problems.demand(claim.at("name")) && !names.add(claim.at("name").text())) {
        problems.duplicate(claim, claim.at("name").text());
      }
    }
  }
}
