package io.shiplog.gateway.readmodel;

/**
 * The log lacks objects that the ledger wrote. The message names none of them: anybody may read it.
 */
final class LogNotWholeException extends RuntimeException {

  private static final long serialVersionUID = 1;

  LogNotWholeException(int shard, String what) {
    super("shard %d: the log of objects is not whole: %s".formatted(shard, what));
  }
}
