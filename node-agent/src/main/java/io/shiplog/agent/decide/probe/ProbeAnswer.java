package io.shiplog.agent.decide.probe;

/**
 * What a probe was answered.
 *
 * @param verdict what it means
 * @param message why it is not good, or what is odd about it; may be empty
 */
public record ProbeAnswer(Verdict verdict, String message) {

  /** What an answer means (kubelet, pkg/probe). */
  public enum Verdict {
    /** The container is well. */
    SUCCESS,
    /** It counts as success, and somebody should look at it. */
    WARNING,
    /** The container is not well. */
    FAILURE,
    /** The probe itself failed: this says nothing of the container, and does not count. */
    ERROR
  }

  private static final int OK = 200;
  private static final int MULTIPLE_CHOICES = 300;
  private static final int BAD_REQUEST = 400;

  /** The container is well. */
  public static final ProbeAnswer GOOD = new ProbeAnswer(Verdict.SUCCESS, "");

  public static ProbeAnswer bad(String message) {
    return new ProbeAnswer(Verdict.FAILURE, message);
  }

  /**
   * The probe could not be carried out.
   *
   * @param state what the kubelet says the probe resulted in: {@code unknown} or {@code failure}
   */
  public static ProbeAnswer error(String state, String message) {
    return new ProbeAnswer(
        Verdict.ERROR, "errored and resulted in " + state + " state: " + message);
  }

  /**
   * An HTTP answer: good from 200 to 399 (core/v1 HTTPGetAction); a redirect that was not followed
   * is worth a warning. The body of a bad answer is not shown: it may hold secrets.
   */
  public static ProbeAnswer http(int status, String body) {
    if (status < OK || status >= BAD_REQUEST) {
      return bad("HTTP probe failed with statuscode: " + status);
    }
    return status < MULTIPLE_CHOICES
        ? GOOD
        : new ProbeAnswer(Verdict.WARNING, "Probe terminated redirects, Response body: " + body);
  }

  /** Whether the container counts as well. */
  public boolean good() {
    return verdict == Verdict.SUCCESS || verdict == Verdict.WARNING;
  }

  /** Whether it counts at all. */
  public boolean counts() {
    return verdict != Verdict.ERROR;
  }

  /**
   * The reason of the Event that tells of this answer; empty for one that is just good.
   *
   * @see #event
   */
  public String reason() {
    return switch (verdict) {
      case SUCCESS -> "";
      case WARNING -> "ProbeWarning";
      case FAILURE, ERROR -> "Unhealthy";
    };
  }

  /**
   * The message of that Event.
   *
   * @param probe such as {@code Readiness}
   */
  public String event(String probe) {
    return probe
        + switch (verdict) {
          case WARNING -> " probe warning: ";
          case ERROR -> " probe ";
          default -> " probe failed: ";
        }
        + message;
  }
}
