package io.shiplog.ledger.runtime;

/**
 * The log of a shard is not what its ledgers wrote. Nobody can lead the shard until a person has
 * done something about it; the message says what is wrong and what can be done, and names no
 * object, for anybody may read it.
 */
public final class BrokenStateException extends RuntimeException {

  private static final long serialVersionUID = 1;

  BrokenStateException(String message, Throwable cause) {
    super(message, cause);
  }

  BrokenStateException(String message) {
    super(message);
  }
}
