package io.shiplog.ledger.decide.kinds;

import java.util.List;

/** What the numbers in a controller's status must be to each other. */
final class ReplicaCounts {

  private ReplicaCounts() {}

  /** No count is negative, none but the unavailable exceeds the total. */
  static void check(Field status, List<String> counts, Problems problems) {
    counts.forEach(name -> problems.nonNegative(status.at(name)));
    long total = status.at("replicas").number();
    for (String name : counts) {
      boolean part = !name.equals("replicas") && !name.equals("unavailableReplicas");
      if (part && status.at(name).number() > total) {
        problems.invalid(status.at(name), "cannot be greater than status.replicas");
      }
    }
    Field available = status.at("availableReplicas");
    if (available.number() > status.at("readyReplicas").number()) {
      problems.invalid(available, "cannot be greater than readyReplicas");
    }
  }
}
