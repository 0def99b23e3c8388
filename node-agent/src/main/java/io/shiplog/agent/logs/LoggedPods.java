package io.shiplog.agent.logs;

import io.shiplog.model.KubeObject;

/** What whoever answers for logs wants to know of the node's pods. */
public interface LoggedPods {

  /** The pod with this uid, as it is desired; null where nobody asks for it. */
  KubeObject desired(String uid);

  /** Whether a container of this name runs in the pod with this uid, and may still write. */
  boolean running(String uid, String container);
}
