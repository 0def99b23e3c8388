package io.shiplog.simulator.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Verb;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * No two Services have the same cluster IP or node port, no two Nodes the same pod range. Who asks
 * for one that is free gets it and no other; only who asks for one that is taken is told so.
 */
public final class AddressGivenOnce implements Invariant {

  private static final String TAKEN = "already allocated";

  private final CommandsByName commands = new CommandsByName();
  private final Map<String, ObjectKey> holders = new HashMap<>();

  @Override
  public Optional<String> afterStep(Evidence evidence) {
    Set<String> taken = new HashSet<>(holders.keySet());
    for (Written written : evidence.news()) {
      given(written.before()).forEach(address -> holders.remove(address, written.key()));
      for (String address : given(written.after())) {
        taken.add(address);
        ObjectKey holder = holders.putIfAbsent(address, written.key());
        if (holder != null && !holder.equals(written.key())) {
          return Optional.of(address + " of " + holder + " was also given to " + written.key());
        }
      }
      if (written.before() == null
          && !given(written.after()).containsAll(asked(evidence, written))) {
        return Optional.of(
            written.key() + " asked for other addresses than " + given(written.after()));
      }
    }
    return evidence.answers().stream()
        .filter(answer -> refusedAsTaken(answer) && !isTaken(evidence, answer, taken))
        .findFirst()
        .map(answer -> "nobody has what is " + answer.outcome().status());
  }

  private List<String> asked(Evidence evidence, Written written) {
    // Looking a command up takes time; most objects are given nothing.
    return given(written.after()).isEmpty()
        ? List.of()
        : asked(commands.operations(evidence, written));
  }

  private static List<String> asked(List<Operation> operations) {
    return operations.stream()
        .filter(operation -> operation.verb() == Verb.CREATE)
        .flatMap(operation -> given(new KubeObject((ObjectNode) operation.body())).stream())
        .toList();
  }

  private static boolean refusedAsTaken(Answer answer) {
    return answer.byLedger()
        && answer.outcome().status() != null
        && answer.outcome().status().message().contains(TAKEN);
  }

  private boolean isTaken(Evidence evidence, Answer answer, Set<String> taken) {
    String id = answer.outcome().commandId();
    return asked(commands.operations(evidence, answer.shard(), id)).stream()
        .anyMatch(taken::contains);
  }

  private static List<String> given(KubeObject object) {
    List<String> given = new ArrayList<>();
    if (object == null) {
      return given;
    }
    if (object.kind().equals(Catalogue.SERVICES.kind())) {
      String ip = object.spec().path("clusterIP").asText("");
      if (!ip.isEmpty() && !ip.equals("None")) {
        given.add("cluster IP " + ip);
      }
      for (JsonNode port : object.spec().path("ports")) {
        if (port.path("nodePort").asInt() > 0) {
          given.add("node port " + port.path("nodePort").asInt());
        }
      }
    } else if (object.kind().equals(Catalogue.NODES.kind())
        && object.spec().hasNonNull("podCIDR")) {
      given.add("pod range " + object.spec().path("podCIDR").asText());
    }
    return given;
  }
}
