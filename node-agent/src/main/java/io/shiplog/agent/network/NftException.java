package io.shiplog.agent.network;

/** nftables refused a script. */
public final class NftException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NftException(String error, String script) {
    super("nftables refused a change: " + error.strip() + "\nthe change was:\n" + script);
  }
}
