package io.shiplog.agent.runtime;

/** Labels and annotations on sandboxes and containers, by which the agent knows its own again. */
public final class Tags {

  public static final String POD_NAME = "io.kubernetes.pod.name";
  public static final String POD_NAMESPACE = "io.kubernetes.pod.namespace";
  public static final String POD_UID = "io.kubernetes.pod.uid";
  public static final String CONTAINER_NAME = "io.kubernetes.container.name";

  /** Milliseconds to wait after the container's end until it starts again. */
  public static final String RESTART_DELAY = "shiplog.io/restart-delay-ms";

  /** The image in full as the pod named it; the runtime may tell another of its names. */
  public static final String IMAGE = "shiplog.io/image";

  /** The container's terminationMessagePath. */
  public static final String MESSAGE_PATH = "shiplog.io/termination-message-path";

  /** The container's terminationMessagePolicy. */
  public static final String MESSAGE_POLICY = "shiplog.io/termination-message-policy";

  /** The container's preStop hook as JSON, so that it runs for a pod that was forgotten too. */
  public static final String PRE_STOP = "shiplog.io/pre-stop";

  private Tags() {}
}
