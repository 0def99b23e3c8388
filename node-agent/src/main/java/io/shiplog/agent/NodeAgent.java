package io.shiplog.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.agent.network.RoutesListener;
import io.shiplog.topics.TopicMaker;
import io.shiplog.topics.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A node agent: keeps a containerd, runs the pods of its inbox, says in its outbox what became of
 * them. When it ends, or dies, containerd and the containers live on; the next one finds them.
 */
public final class NodeAgent implements AutoCloseable {

  private final AgentConfig config;
  private final List<RoutesListener> routesListeners = new ArrayList<>();
  private AgentParts parts;

  public NodeAgent(AgentConfig config) {
    this.config = config;
  }

  /** Adds somebody who follows the routes; to be called before {@link #start}. */
  public NodeAgent follow(RoutesListener listener) {
    routesListeners.add(listener);
    return this;
  }

  /**
   * Makes the node's topics if they are missing, starts containerd or finds the one that runs, and
   * begins to work. Returns before the node is ready.
   *
   * @throws IllegalStateException if topics cannot be made or containerd does not come up
   */
  public synchronized void start() {
    if (parts != null) {
      throw new IllegalStateException("the agent runs already");
    }
    TopicMaker.ensure(config.kafka(), Topics.node(config.nodeName()));
    TopicMaker.await(config.kafka(), List.of(Topics.ROUTES));
    parts = new AgentParts(config, this::routes);
    parts.start();
  }

  /** Whether the node is registered, its runtime works and its network is set up. */
  public synchronized boolean ready() {
    return parts != null && parts.ready();
  }

  /** Ends the agent; containerd and the containers live on. */
  @Override
  public synchronized void close() {
    if (parts != null) {
      parts.close();
      parts = null;
    }
  }

  /**
   * Takes away everything that the agent with this configuration made on this machine: containers,
   * sandboxes, containerd, links, mounts, cgroups, the home. The agent must not run.
   */
  public static void purge(AgentConfig config) {
    new Purge(config).run();
  }

  /**
   * Stops the containers and containerd that the agent with this configuration keeps on this
   * machine; the next agent starts the pods anew. The agent must not run.
   */
  public static void stop(AgentConfig config) {
    new Purge(config).stop();
  }

  private void routes(Map<String, ObjectNode> all, Set<String> changed) {
    routesListeners.forEach(listener -> listener.routes(all, changed));
  }
}
