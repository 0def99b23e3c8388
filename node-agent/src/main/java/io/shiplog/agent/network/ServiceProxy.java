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
  private final Claims claims = new Claims();
  private final Map<String, Fragment> applied = new HashMap<>();
  private boolean made;

  /**
   * A proxy with a table of this name, which is made at the first routes.
   *
   * @param table name of the ip table; nobody else may use it
   * @param podCidr addresses of pods, which need no masquerade; may be empty
   * @param node this node's name, for Services that are to stay on it
   */
  public ServiceProxy(String table, String podCidr, String node) {
    this(table, podCidr, node, new Nftables());
  }

  /** The same with somebody else to apply the scripts: where there is no kernel to change. */
  public ServiceProxy(String table, String podCidr, String node, NftRunner nft) {
    this.scripts = new NftScript(table, MARK);
    this.fragments = new ServiceFragments(podCidr, node);
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
    claims.clear();
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
    for (String key : changed) {
      ObjectNode route = all.get(key);
      next.put(key, route == null ? Fragment.EMPTY : fragments.of(route));
    }
    Map<String, Fragment> granted = grant(next);
    String script = script(granted);
    if (changed.isEmpty()) {
      nft.run(scripts.look());
    } else if (!script.isEmpty()) {
      nft.run(script);
    }
    granted.forEach(this::remember);
  }

  private void rebuild(Map<String, ObjectNode> all) {
    applied.clear();
    claims.clear();
    made = false;
    Map<String, Fragment> next = new HashMap<>();
    all.forEach((key, route) -> next.put(key, fragments.of(route)));
    Map<String, Fragment> granted = grant(next);
    nft.run(scripts.base() + script(granted));
    granted.forEach(this::remember);
    made = true;
  }

  /** What each Service gets whose part may be another now. */
  private Map<String, Fragment> grant(Map<String, Fragment> next) {
    Map<String, Fragment> granted = new HashMap<>();
    claims.want(next).forEach(key -> granted.put(key, claims.granted(key)));
    return granted;
  }

  private String script(Map<String, Fragment> granted) {
    StringBuilder script = new StringBuilder();
    granted.forEach(
        (key, part) ->
            script.append(scripts.withdraw(applied.getOrDefault(key, Fragment.EMPTY), part)));
    granted.forEach(
        (key, part) ->
            script.append(scripts.change(applied.getOrDefault(key, Fragment.EMPTY), part)));
    return script.toString();
  }

  private void remember(String key, Fragment fragment) {
    if (fragment == Fragment.EMPTY) {
      applied.remove(key);
    } else {
      applied.put(key, fragment);
    }
  }
}
