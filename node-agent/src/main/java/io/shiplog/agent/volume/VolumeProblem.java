package io.shiplog.agent.volume;

/** A volume cannot be made as things are; the message says why, for the pod's events. */
public final class VolumeProblem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public VolumeProblem(String message) {
    super(message);
  }
}
