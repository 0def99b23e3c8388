package io.shiplog.ledger.runtime;

/** What whoever begins to lead a shard is asked to do about a log that is not whole. */
public enum Repair {

  /** Nothing: it does not lead then, and says what is wrong. */
  NONE,

  /** To put back what history has, if that is all that is missing. */
  FROM_HISTORY,

  /** To put back what history has, and to go on without the rest. */
  ACCEPT_LOSS
}
