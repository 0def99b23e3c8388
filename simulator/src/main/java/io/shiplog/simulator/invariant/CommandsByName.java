package io.shiplog.simulator.invariant;

import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Operation;
import io.shiplog.topics.CommandRecords;
import io.shiplog.topics.Headers;
import io.shiplog.topics.Nonces;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Finds what commands asked for. */
final class CommandsByName {

  private final CommandRecords records =
      new CommandRecords(new SecretSeal(new byte[32], Nonces.NONE));

  /** What the latest command of that id asked for; nothing if there is none. */
  List<Operation> operations(Evidence evidence, int shard, String id) {
    List<ConsumerRecord<String, byte[]>> all =
        evidence.log().partition(Topics.COMMANDS, shard).all();
    for (ConsumerRecord<String, byte[]> record : all.reversed()) {
      if (Headers.text(record.headers(), Headers.COMMAND_ID).equals(id)) {
        return records.read(record.value()).operations();
      }
    }
    return List.of();
  }

  /** What it asked of one object. */
  List<Operation> operations(Evidence evidence, Written written) {
    ObjectKey key = written.key();
    return operations(evidence, written.shard(), written.commandId()).stream()
        .filter(operation -> operation.key().equals(key))
        .toList();
  }
}
