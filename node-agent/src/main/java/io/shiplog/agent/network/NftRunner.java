package io.shiplog.agent.network;

/** Applies nftables scripts. */
public interface NftRunner {

  /**
   * Applies a script as one transaction.
   *
   * @throws NftException if nftables refuses it; then nothing of it is applied
   */
  void run(String script);
}
