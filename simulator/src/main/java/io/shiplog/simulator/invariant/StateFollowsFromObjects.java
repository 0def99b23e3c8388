package io.shiplog.simulator.invariant;

import io.shiplog.ledger.decide.LedgerState;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.WrittenObject;
import io.shiplog.model.reconcile.ObjectTable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Replaying {@code objects} from its start gives the state the ledger holds, whether or not the
 * topic was compacted; and so does what it has given out. What was written is compared after each
 * step; all of it, and what a new ledger would read, whenever so much was written anew, and at
 * rest.
 */
public final class StateFollowsFromObjects implements Invariant {

  private static final int AT_LEAST = 2000;

  /** In a long history looking at all of it comes as much more rarely as it takes longer. */
  private static final int PART = 4;

  private int written;
  private int lookAt = AT_LEAST;

  @Override
  public Optional<String> afterStep(Evidence evidence) {
    written += evidence.news().size();
    if (written >= lookAt) {
      lookAt = written + Math.max(AT_LEAST, written / PART);
      return atRest(evidence);
    }
    for (Written one : evidence.news()) {
      Optional<WrittenObject> held = evidence.state(one.shard()).written(one.key());
      Optional<KubeObject> logged = evidence.told(one.shard()).get(one.key());
      if (held.isPresent() != logged.isPresent()
          || held.isPresent() && !same(held.get(), logged.get())) {
        return differs(held, logged);
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
      Optional<WrittenObject> held = state.written(key);
      Optional<KubeObject> logged = told.get(key);
      if (!same(held.orElseThrow(), logged.orElseThrow())) {
        return differs(held, logged);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> differs(
      Optional<WrittenObject> held, Optional<KubeObject> logged) {
    return Optional.of(
        "the ledger holds " + held.map(WrittenObject::whole) + ", the log makes " + logged);
  }

  /** As JSON: whether a number was made as an int or as a long makes no difference there. */
  private static boolean same(WrittenObject held, KubeObject logged) {
    return Arrays.equals(held.json(), Json.bytes(logged.json()));
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
      WrittenObject held = state.written(key).orElseThrow();
      Optional<WrittenObject> again = rebuilt.written(key);
      if (again.isEmpty() || !Arrays.equals(held.json(), again.get().json())) {
        return Optional.of(
            "the ledger holds %s, one that starts now would hold %s"
                .formatted(held.whole(), again.map(WrittenObject::whole)));
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
