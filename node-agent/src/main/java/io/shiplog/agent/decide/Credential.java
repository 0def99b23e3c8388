package io.shiplog.agent.decide;

/**
 * What opens an image registry to somebody; what is not used is empty.
 *
 * @param username of the one who pulls
 * @param password in the clear
 * @param identityToken to be exchanged for one that the registry takes
 * @param registryToken that the registry takes as it is
 */
public record Credential(
    String username, String password, String identityToken, String registryToken) {

  /** Says nothing, so that no log tells what it is. */
  @Override
  public String toString() {
    return "Credential";
  }
}
