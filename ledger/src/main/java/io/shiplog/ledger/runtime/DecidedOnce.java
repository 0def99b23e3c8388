package io.shiplog.ledger.runtime;

import io.shiplog.model.command.Outcome;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * What became of the requests of a shard that are decided once, however often their commands come:
 * the newest of them, by the key in {@link io.shiplog.topics.Headers#ONCE}. Filled from {@code
 * outcomes.once} by whoever begins to lead, and changed with each decision. Not thread-safe: one
 * task owns it.
 */
public final class DecidedOnce {

  /** How many a shard remembers; some hundred bytes each. */
  static final int MOST = 100_000;

  private final LinkedHashMap<String, Outcome> outcomes = new LinkedHashMap<>();

  /** Takes in what became of a request; of several outcomes under one key the first one counts. */
  public void add(String key, Outcome outcome) {
    outcomes.putIfAbsent(key, outcome);
    if (outcomes.size() > MOST) {
      outcomes.pollFirstEntry();
    }
  }

  /** What became of the request with this key, if it was decided. */
  public Optional<Outcome> find(String key) {
    return Optional.ofNullable(outcomes.get(key));
  }
}
