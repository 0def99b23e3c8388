package io.shiplog.ledger.decide;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Fact;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.WriteOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What whoever begins to lead a shard has to say before anything else: objects of kinds that this
 * shard holds no more, as it once held Leases, go to the shard that does; and the shard of the
 * Events hears how all namespaces stand.
 *
 * @param facts what goes from here
 * @param following commands for other shards
 */
public record Opening(List<Fact> facts, List<Command> following) {

  private static final Set<String> GIVEN_ANEW =
      Set.of("uid", "resourceVersion", "creationTimestamp", "generation", "managedFields");

  /**
   * What there is to say; nothing on most shards.
   *
   * @param occasion makes the ids of commands
   */
  public static Opening of(int shard, LedgerState state, String occasion) {
    List<Fact> facts = new ArrayList<>();
    List<Command> following = new ArrayList<>();
    long version = state.resourceVersion();
    for (ObjectKey key : List.copyOf(state.keys())) {
      if (Catalogue.shardOf(key) != shard) {
        KubeObject object = state.get(key).orElseThrow();
        String id = "moved-" + object.uid();
        facts.add(
            new Fact(
                Fact.Type.DELETED, key, ++version, object, id, NamespaceStandings.LEDGER.name()));
        following.add(Command.of(id, NamespaceStandings.LEDGER, create(key, object)));
      }
    }
    if (shard == Catalogue.NAMESPACES.shard()) {
      following.addAll(NamespaceStandings.all(state, occasion));
    }
    return new Opening(facts, following);
  }

  private static Operation create(ObjectKey key, KubeObject object) {
    ObjectNode body = object.copy();
    Json.ensure(body, "metadata").remove(GIVEN_ANEW);
    return Operation.create(key, body, WriteOptions.by("kube-apiserver"));
  }
}
