package io.shiplog.ledger.decide;

import io.shiplog.model.ObjectKey;
import java.util.Optional;

/** What the ledger itself looks at besides the objects: its counter and who holds what. */
public interface LedgerView extends StateView {

  /** The counter: the resourceVersion of the last fact, 0 before the first. */
  long resourceVersion();

  /**
   * The object that holds a value of which each may be given out once.
   *
   * @param claim such as {@code clusterIP/10.96.0.1}; see {@link Claims}
   */
  Optional<ObjectKey> holder(String claim);

  /**
   * Why nobody can say what the object under this key is like, though it is there; empty where it
   * can be read, or is not there. Such an object is no object to {@link #get} and {@link #list}.
   */
  Optional<String> unknown(ObjectKey key);
}
