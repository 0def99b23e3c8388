package io.shiplog.ledger.decide.kinds;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What topology spread constraints must be. */
final class SpreadRules {

  private static final List<String> ACTIONS = List.of("DoNotSchedule", "ScheduleAnyway");
  private static final List<String> INCLUSION = List.of("Honor", "Ignore");

  private SpreadRules() {}

  static void check(Field constraints, Problems problems) {
    Set<String> seen = new HashSet<>();
    for (Field constraint : constraints.items()) {
      if (constraint.at("maxSkew").number() <= 0) {
        problems.invalid(
            constraint.at("maxSkew"),
            constraint.at("maxSkew").number(),
            "must be greater than zero");
      }
      Field key = constraint.at("topologyKey");
      if (key.isEmpty()) {
        problems.required(key, "can not be empty");
      } else {
        problems.invalidAll(key, Formats.qualifiedName(key.text()));
      }
      problems.demandOneOf(constraint.at("whenUnsatisfiable"), ACTIONS);
      minDomains(constraint, problems);
      problems.oneOf(constraint.at("nodeAffinityPolicy"), INCLUSION);
      problems.oneOf(constraint.at("nodeTaintsPolicy"), INCLUSION);
      LabelRules.selector(constraint.at("labelSelector"), problems);
      String pair = "{" + key.text() + ", " + constraint.at("whenUnsatisfiable").text() + "}";
      if (!seen.add(pair)) {
        problems.duplicate(
            new Field(constraint.path() + ".{topologyKey, whenUnsatisfiable}", constraint.node()),
            pair);
      }
    }
  }

  private static void minDomains(Field constraint, Problems problems) {
    Field minDomains = constraint.at("minDomains");
    if (!minDomains.isSet()) {
      return;
    }
    if (minDomains.number() <= 0) {
      problems.invalid(minDomains, "must be greater than 0");
    }
    if (!constraint.at("whenUnsatisfiable").text().equals("DoNotSchedule")) {
      problems.invalid(
          minDomains,
          "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not "
              + constraint.at("whenUnsatisfiable").text());
    }
  }
}
