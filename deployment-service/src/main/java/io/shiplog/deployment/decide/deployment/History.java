package io.shiplog.deployment.decide.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.controller.Work;
import io.shiplog.model.KubeObject;
import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Preconditions;
import java.util.Comparator;
import java.util.List;

/** Old ReplicaSets that are empty are kept for rollbacks, up to {@code revisionHistoryLimit}. */
final class History {

  private History() {}

  static void clean(Rollout rollout, Work work) {
    JsonNode limit = rollout.deployment().spec().path("revisionHistoryLimit");
    if (!limit.isNumber()) {
      return;
    }
    List<KubeObject> alive = rollout.olds().stream().filter(rs -> !rs.terminating()).toList();
    int tooMany = alive.size() - limit.asInt();
    alive.stream()
        .sorted(Comparator.comparingLong(Revisions::of))
        .limit(Math.max(0, tooMany))
        .filter(History::empty)
        .forEach(
            rs ->
                work.write(
                    Operation.delete(
                        Rollout.key(rs),
                        Preconditions.exactly(rs.uid(), rs.resourceVersion()),
                        DeletePolicy.DEFAULT)));
  }

  private static boolean empty(KubeObject replicaSet) {
    return Size.of(replicaSet).replicas() == 0
        && replicaSet.status().path("replicas").asInt(0) == 0
        && replicaSet.status().path("observedGeneration").asLong(0) >= replicaSet.generation();
  }
}
