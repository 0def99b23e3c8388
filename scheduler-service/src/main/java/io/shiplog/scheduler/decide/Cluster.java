package io.shiplog.scheduler.decide;

import io.shiplog.model.reconcile.ObjectTable;
import java.util.List;

/**
 * What a pod is placed into.
 *
 * @param nodes every node, by name
 * @param table the other objects that rules look at: namespaces, services
 */
public record Cluster(List<NodeInfo> nodes, ObjectTable table) {}
