package io.shiplog.gateway.intake;

import io.shiplog.model.command.Outcome;
import io.shiplog.model.error.Status;
import java.util.List;
import java.util.Optional;

/**
 * What became of a command, with the objects it made, changed or deleted.
 *
 * @param outcome as the ledger gave it
 * @param objects for each operation, in order, the object's JSON afterwards (for a deletion, its
 *     last state); empty when rejected, and empty entries where the object is gone meanwhile
 */
public record CommandResult(Outcome outcome, List<Optional<byte[]>> objects) {

  public CommandResult {
    objects = List.copyOf(objects);
  }

  /** Whether the ledger refused the command; the outcome's status says why. */
  public boolean rejected() {
    return outcome.result() == Outcome.Result.REJECTED;
  }

  /** What became of the first operation. */
  public Outcome.OperationResult first() {
    return outcome.results().getFirst();
  }

  /** The object of the first operation. */
  public Optional<byte[]> firstObject() {
    return objects.getFirst();
  }

  static CommandResult rejected(Outcome outcome) {
    return new CommandResult(outcome, List.of());
  }

  /**
   * Nobody knows whether the command is or will be carried out. The status does not invite to try
   * again: clients obey that for every verb, and a POST that is sent twice may make two objects.
   */
  static CommandResult undecided(String commandId, String message) {
    return rejected(Outcome.rejected(commandId, new Status(504, "Timeout", message, null)));
  }
}
