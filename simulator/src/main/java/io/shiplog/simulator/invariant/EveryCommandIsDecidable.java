package io.shiplog.simulator.invariant;

import io.shiplog.model.error.Status;
import java.util.Optional;

/** The ledger can decide whatever it is asked: no outcome speaks of an error of its own. */
public final class EveryCommandIsDecidable implements Invariant {

  private static final int INTERNAL = 500;

  @Override
  public Optional<String> afterStep(Evidence evidence) {
    for (Answer answer : evidence.answers()) {
      Status status = answer.outcome().status();
      if (status != null && status.code() >= INTERNAL) {
        return Optional.of("command " + answer.outcome().commandId() + ": " + status);
      }
    }
    return Optional.empty();
  }
}
