package io.shiplog.scheduler.decide;

import io.shiplog.model.Catalogue;
import io.shiplog.model.reconcile.Change;
import io.shiplog.model.reconcile.Effect;
import io.shiplog.model.reconcile.ObjectTable;
import io.shiplog.model.reconcile.Reactor;
import io.shiplog.scheduler.decide.inbox.NodeInboxes;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The scheduler: binds pods to nodes, and keeps the inbox of every node. The two know nothing of
 * each other: a pod reaches its node's inbox once its binding is a fact.
 */
public final class SchedulerReactor implements Reactor {

  private final PodScheduling scheduling;
  private final NodeInboxes inboxes = new NodeInboxes();

  /** A scheduler that remembers nothing yet. */
  public SchedulerReactor() {
    this(Placer::place);
  }

  /** One that finds nodes in this way. */
  SchedulerReactor(BiFunction<PodInfo, Cluster, Placement> placer) {
    this.scheduling = new PodScheduling(placer);
  }

  @Override
  public List<Effect> start(ObjectTable table, Instant now) {
    scheduling.start(table, now);
    return inboxes.start(table);
  }

  @Override
  public List<Effect> changed(ObjectTable table, Change change, Instant now) {
    String resource = change.key().resource();
    if (resource.equals(Catalogue.PODS.qualifiedName())) {
      scheduling.podChanged(change, now);
    } else if (resource.equals(Catalogue.NODES.qualifiedName())) {
      scheduling.nodeChanged(change, now);
    }
    return inboxes.changed(table, change);
  }

  @Override
  public List<Effect> settled(ObjectTable table, Instant now) {
    return scheduling.settled(table, now);
  }

  @Override
  public List<Effect> tick(ObjectTable table, Instant now) {
    scheduling.tick(now);
    return List.of();
  }
}
