package io.shiplog.scheduler.decide;

import io.shiplog.model.reconcile.ObjectTable;
import java.util.Collection;
import java.util.List;

/**
 * What a pod is placed into.
 *
 * @param nodes every node, in an order that is always the same and has nothing to do with names, so
 *     that any stretch of it is a fair sample
 * @param guarded those of them where a pod is that would mind certain neighbours
 * @param selections which of the nodes selectors match, as far as it was asked before
 * @param table the other objects that rules look at: namespaces, services
 */
public record Cluster(
    List<NodeInfo> nodes, Collection<NodeInfo> guarded, Selections selections, ObjectTable table) {}
