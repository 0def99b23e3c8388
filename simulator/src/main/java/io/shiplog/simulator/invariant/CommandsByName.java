package io.shiplog.simulator.invariant;

import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Operation;
import io.shiplog.topics.CommandRecords;
import io.shiplog.topics.Headers;
import io.shiplog.topics.Nonces;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.util.List;
import java.util.stream.Stream;

/** Finds what commands asked for. */
final class CommandsByName {

  private final CommandRecords records =
      new CommandRecords(new SecretSeal(new byte[32], Nonces.NONE));

  /** What the latest command of that id asked for; nothing if there is none. */
  List<Operation> operations(Evidence evidence, int shard, String id) {
    return named(evidence, shard, id).findFirst().orElse(List.of());
  }

  /**
   * What it asked of one object. A service that crashes and begins again within a millisecond gives
   * an id once more: of those with the same, the one that is about the object counts.
   */
  List<Operation> operations(Evidence evidence, Written written) {
    ObjectKey key = written.key();
    return named(evidence, written.shard(), written.commandId())
        .map(asked -> asked.stream().filter(operation -> operation.key().equals(key)).toList())
        .filter(asked -> !asked.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /** The latest first. */
  private Stream<List<Operation>> named(Evidence evidence, int shard, String id) {
    return evidence.log().partition(Topics.COMMANDS, shard).all().reversed().stream()
        .filter(record -> Headers.text(record.headers(), Headers.COMMAND_ID).equals(id))
        .map(record -> records.read(record.value()).operations());
  }
}
