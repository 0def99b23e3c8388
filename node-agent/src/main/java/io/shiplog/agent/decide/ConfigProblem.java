package io.shiplog.agent.decide;

/**
 * A container cannot be made from its spec as things are. The reason is shown as the container's
 * waiting reason, the message as its message.
 */
public final class ConfigProblem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String reason;

  /** A problem with a reason of its own. */
  public ConfigProblem(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** A ConfigMap, Secret or key that is not there (reason CreateContainerConfigError). */
  public static ConfigProblem missing(String message) {
    return new ConfigProblem("CreateContainerConfigError", message);
  }

  public String reason() {
    return reason;
  }
}
