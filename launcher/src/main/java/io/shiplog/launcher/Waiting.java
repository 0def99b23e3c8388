package io.shiplog.launcher;

import io.shiplog.agent.machine.Polling;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for something that has to come, or the command fails. */
final class Waiting {

  private Waiting() {}

  /**
   * Returns when the condition holds.
   *
   * @throws LaunchException with the complaint, when it does not hold in time
   */
  static void until(Duration patience, BooleanSupplier condition, Supplier<String> complaint) {
    if (!Polling.within(patience, condition)) {
      throw new LaunchException(complaint.get());
    }
  }
}
