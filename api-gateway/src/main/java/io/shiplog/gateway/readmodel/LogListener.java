package io.shiplog.gateway.readmodel;

import io.shiplog.model.command.Outcome;

/** Hears what the read model takes in, in the order of the log, one call at a time. */
public interface LogListener {

  /** Whether it wants to hear what became of a command; an outcome nobody wants is not read. */
  boolean awaits(String commandId);

  /** A command changed an object; the read model has it already. */
  void changed(String commandId, ObjectEvent event);

  /** A command came to its end; the objects it changed may not have been read yet. */
  void decided(int shard, Outcome outcome);
}
