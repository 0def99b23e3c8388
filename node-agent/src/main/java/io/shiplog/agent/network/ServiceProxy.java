package io.shiplog.agent.network;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Makes Service addresses work on this node: keeps an nftables table of ours equal to {@code
 * routes}, changing only what changed. If nftables refuses a change, because somebody else touched
 * the table, the table is made anew, and so it is where a look finds none: whoever restarts a
 * firewall takes all tables away. Not thread-safe: the agent's route reader calls it.
 */
public final class ServiceProxy implements RoutesListener, AutoCloseable {

  private static final Logger LOG = Logger.getLogger(ServiceProxy.class);
  private static final String MARK = "0x4000";

  private final NftScript scripts;
  private final ServiceFragments fragments;
  private final NftRunner nft;
  private final Map<String, Fragment> applied = new HashMap<>();
  private boolean made;

  /**
   * A proxy with a table of this name, which is made at the first routes.
   *
   * @param table name of the ip table; nobody else may use it
   * @param podCidr this node's pod addresses; may be empty
   */
  public ServiceProxy(String table, String podCidr) {
    this(table, podCidr, new Nftables());
  }

  /** The same with somebody else to apply the scripts: where there is no kernel to change. */
  public ServiceProxy(String table, String podCidr, NftRunner nft) {
    this.scripts = new NftScript(table, MARK);
    this.fragments = new ServiceFragments(podCidr);
    this.nft = nft;
  }

  @Override
  public void routes(Map<String, ObjectNode> all, Set<String> changed) {
    if (made) {
      try {
        update(all, changed);
        return;
      } catch (NftException e) {
        LOG.warnf("the table is made anew: %s", e.getMessage());
      }
    }
    rebuild(all);
  }

  /** Removes the table, and with it every Service address of this node. */
  public void remove() {
    nft.run(scripts.removal());
    applied.clear();
    made = false;
  }

  /** Lets go of libnftables; the table stays, so that Services work while the agent restarts. */
  @Override
  public void close() throws Exception {
    if (nft instanceof AutoCloseable closeable) {
      closeable.close();
    }
  }

  private void update(Map<String, ObjectNode> all, Set<String> changed) {
    Map<String, Fragment> next = new HashMap<>();
    StringBuilder script = new StringBuilder();
    // What goes comes first: an address may move from one Service to another in one step.
    for (String key : changed) {
      ObjectNode route = all.get(key);
      next.put(key, route == null ? Fragment.EMPTY : fragments.of(route));
    }
    next.forEach(
        (key, fragment) -> {
          String change = scripts.change(applied.getOrDefault(key, Fragment.EMPTY), fragment);
          script.insert(fragment == Fragment.EMPTY ? 0 : script.length(), change);
        });
    if (changed.isEmpty()) {
      nft.run(scripts.look());
    } else if (!script.isEmpty()) {
      nft.run(script.toString());
    }
    next.forEach(this::remember);
  }

  private void rebuild(Map<String, ObjectNode> all) {
    applied.clear();
    made = false;
    StringBuilder script = new StringBuilder(scripts.base());
    Map<String, Fragment> next = new HashMap<>();
    all.forEach(
        (key, route) -> {
          Fragment fragment = fragments.of(route);
          next.put(key, fragment);
          script.append(scripts.change(Fragment.EMPTY, fragment));
        });
    nft.run(script.toString());
    next.forEach(this::remember);
    made = true;
  }

  private void remember(String key, Fragment fragment) {
    if (fragment == Fragment.EMPTY) {
      applied.remove(key);
    } else {
      applied.put(key, fragment);
    }
  }
}
