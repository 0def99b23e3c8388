package io.shiplog.simulator.invariant;

import io.shiplog.ledger.decide.LedgerState;
import io.shiplog.model.KubeObject;
import io.shiplog.model.reconcile.ObjectTable;
import io.shiplog.simulator.FakeRuntime;
import io.shiplog.simulator.FakeWatcher;
import io.shiplog.simulator.ModelHost;
import io.shiplog.simulator.VirtualLog;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** What an invariant may look at. */
public interface Evidence {

  /** The topics, with everything that was ever written to them. */
  VirtualLog log();

  /** What was written to {@code objects} since the last step, in order. */
  List<Written> news();

  /** What was written to {@code outcomes} since the last step, by shard and in order. */
  List<Answer> answers();

  /** All that was ever written to {@code objects} of a shard, taken into a table. */
  ObjectTable told(int shard);

  /** The state the ledger of a shard holds. */
  LedgerState state(int shard);

  /** The state a ledger would hold that starts now, from the compacted log. */
  LedgerState rebuilt(int shard);

  /** The position of a shard's ledger in {@code commands}. */
  int decided(int shard);

  /**
   * Whether, on the main shard, the ledger has decided every command and this service has read all
   * that there is and sent all it wanted: whatever it asks for from now on rests on what is now.
   */
  boolean knowsAll(String service);

  /** The ConfigMaps and Secrets that each agent holds: by node, then by key. */
  SortedMap<String, Map<String, KubeObject>> configOfNodes();

  /** The gateways' read models. */
  List<ModelHost> models();

  /** The clients that watch there. */
  List<FakeWatcher> watchers();

  /** The container runtimes, by node. */
  SortedMap<String, FakeRuntime> runtimes();
}
