package io.shiplog.simulator.invariant;

import io.shiplog.gateway.decide.LedgerState;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.reconcile.ObjectTable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Replaying {@code objects} from its start gives the state the ledger holds, whether or not the
 * topic was compacted; and so does what it has given out. What was written is compared after each
 * step; all of it, and what a new ledger would read, every so many records, and at rest.
 */
public final class StateFollowsFromObjects implements Invariant {

  private static final int EVERY = 2000;

  private int written;

  @Override
  public Optional<String> afterStep(Evidence evidence) {
    int before = written;
    written += evidence.news().size();
    if (written / EVERY > before / EVERY) {
      return atRest(evidence);
    }
    for (Written one : evidence.news()) {
      Optional<KubeObject> held = evidence.state(one.shard()).get(one.key());
      Optional<KubeObject> logged = evidence.told(one.shard()).get(one.key());
      if (held.isPresent() != logged.isPresent() || held.isPresent() && !same(held, logged)) {
        return Optional.of("the ledger holds " + held + ", the log makes " + logged);
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<String> atRest(Evidence evidence) {
    for (int shard = 0; shard < Catalogue.SHARDS; shard++) {
      LedgerState state = evidence.state(shard);
      ObjectTable told = evidence.told(shard);
      Optional<String> broken = compare(state, told);
      if (broken.isEmpty()) {
        broken = compare(state, evidence.rebuilt(shard));
      }
      if (broken.isPresent()) {
        return broken;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> compare(LedgerState state, ObjectTable told) {
    Set<ObjectKey> keys = new HashSet<>(state.keys());
    if (!keys.equals(new HashSet<>(told.keys()))) {
      return Optional.of("the ledger holds " + keys + ", the log makes " + told.keys());
    }
    for (ObjectKey key : keys) {
      Optional<KubeObject> logged = told.get(key);
      if (!same(state.get(key), logged)) {
        return Optional.of("the ledger holds " + state.get(key) + ", the log makes " + logged);
      }
    }
    return Optional.empty();
  }

  /** As JSON: whether a number was made as an int or as a long makes no difference there. */
  private static boolean same(Optional<KubeObject> one, Optional<KubeObject> other) {
    return one.isPresent()
        && other.isPresent()
        && Arrays.equals(Json.bytes(one.get().json()), Json.bytes(other.get().json()));
  }

  private static Optional<String> compare(LedgerState state, LedgerState rebuilt) {
    if (state.resourceVersion() != rebuilt.resourceVersion()) {
      return Optional.of(
          "the ledger is at resourceVersion "
              + state.resourceVersion()
              + ", one that starts now would be at "
              + rebuilt.resourceVersion());
    }
    for (ObjectKey key : state.keys()) {
      if (!same(state.get(key), rebuilt.get(key))) {
        return Optional.of(
            "the ledger holds "
                + state.get(key)
                + ", one that starts now would hold "
                + rebuilt.get(key));
      }
    }
    if (state.keys().size() != rebuilt.keys().size()) {
      return Optional.of("a ledger that starts now would hold objects that are gone");
    }
    return state.claims().equals(rebuilt.claims())
        ? Optional.empty()
        : Optional.of(
            "the ledger has given out "
                + state.claims()
                + ", one that starts now would take for given out "
                + rebuilt.claims());
  }
}
