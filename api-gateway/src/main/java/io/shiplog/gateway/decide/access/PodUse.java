package io.shiplog.gateway.decide.access;

import io.shiplog.model.ObjectKey;

/** What the pods of each node need there. */
public interface PodUse {

  /** Whether a pod bound to that node names this ConfigMap or Secret. */
  boolean uses(String node, ObjectKey object);

  /** Whether that pod is bound to that node. */
  boolean bound(String node, ObjectKey pod);
}
