package io.shiplog.gateway.readmodel;

import io.shiplog.model.command.Outcome;

/** Hears what the read model reads, in the order of the log, on the thread that reads it. */
public interface LogListener {

  /** A command changed an object; the read model has it already. */
  void changed(String commandId, ObjectEvent event);

  /** A command came to its end; the objects it changed may not have been read yet. */
  void decided(int shard, Outcome outcome);
}
