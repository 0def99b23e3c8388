package io.shiplog.simulator.invariant;

import io.shiplog.model.KubeObject;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Verb;
import io.shiplog.topics.CommandRecords;
import io.shiplog.topics.Headers;
import io.shiplog.topics.Nonces;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * No object that finalizers hold goes by a delete: only by a write that takes the last one off. The
 * collector's own two say how dependents are to go, and a delete may say that anew.
 */
public final class FinalizersHold implements Invariant {

  private static final Set<String> COLLECTORS = Set.of("foregroundDeletion", "orphan");

  private final CommandRecords commands =
      new CommandRecords(new SecretSeal(new byte[32], Nonces.NONE));

  @Override
  public Optional<String> afterStep(Evidence evidence) {
    for (Written written : evidence.news()) {
      if (written.after() == null && held(written.before()) && deleted(evidence, written)) {
        return Optional.of(
            written.key()
                + " was deleted by command "
                + written.commandId()
                + " though finalizers held it: "
                + written.before().metadata().path("finalizers")
                + written.before().spec().path("finalizers"));
      }
    }
    return Optional.empty();
  }

  private static boolean held(KubeObject before) {
    return before != null
        && (!before.finalizers().isEmpty() || !before.spec().path("finalizers").isEmpty());
  }

  /** Whether the command asked for the deletion, and not for a change that made it possible. */
  private boolean deleted(Evidence evidence, Written written) {
    List<ConsumerRecord<String, byte[]>> all =
        evidence.log().partition(Topics.COMMANDS, written.shard()).all();
    for (ConsumerRecord<String, byte[]> record : all.reversed()) {
      if (Headers.text(record.headers(), Headers.COMMAND_ID).equals(written.commandId())) {
        Command command = commands.read(record.value());
        return command.operations().stream().anyMatch(operation -> skips(operation, written));
      }
    }
    return false;
  }

  private static boolean skips(Operation operation, Written written) {
    if (operation.verb() != Verb.DELETE || !operation.key().equals(written.key())) {
      return false;
    }
    if (!written.before().spec().path("finalizers").isEmpty()) {
      return true;
    }
    boolean saysHow = operation.delete() != null && operation.delete().propagation() != null;
    return !saysHow || !COLLECTORS.containsAll(written.before().finalizers());
  }
}
