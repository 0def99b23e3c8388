package io.shiplog.topics;

/**
 * Where the nonces of a {@link SecretSeal} come from: an argument, because a process draws them and
 * a simulation must not.
 *
 * <p>A nonce must never be used twice with one key. AES-GCM loses more than a message then: who
 * sees two values sealed with the same nonce learns what differs between them, and can forge others
 * (NIST SP 800-38D, section 8). Whoever implements this answers for it across all that seal with
 * the key, and across their restarts.
 */
@FunctionalInterface
public interface Nonces {

  /** For who only opens what others sealed: fails whenever it is asked for a nonce. */
  Nonces NONE =
      nonce -> {
        throw new IllegalStateException("this seal is for opening alone");
      };

  /** Fills the array with a nonce that was never given before and never will be again. */
  void next(byte[] nonce);
}
