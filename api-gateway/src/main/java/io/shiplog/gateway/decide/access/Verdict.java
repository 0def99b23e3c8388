package io.shiplog.gateway.decide.access;

/**
 * An answer of the {@link Authorizer}.
 *
 * @param allowed whether it may be done
 * @param reason why not; may be empty
 */
public record Verdict(boolean allowed, String reason) {

  static final Verdict ALLOWED = new Verdict(true, "");

  /** Nothing allows it, and nothing more is to be said. */
  static final Verdict NO_OPINION = new Verdict(false, "");

  static Verdict denied(String reason) {
    return new Verdict(false, reason);
  }
}
