package io.shiplog.agent.decide;

import java.util.List;
import java.util.regex.Pattern;

/**
 * For which images a credential is, by the key it stands under in the {@code auths} of a {@code
 * config.json}: a host, in which {@code *} and {@code ?} stand for anything within a part between
 * dots, with a port and the beginning of a path where it has them (Kubernetes documentation,
 * "Images", "Interpretation of config.json").
 *
 * @param host a part of it per element
 * @param port empty if there is none
 * @param path with a leading slash; empty if there is none
 */
record RegistryPattern(List<String> host, String port, String path) {

  /** What clients write for the registry of names that name none. */
  private static final String DEFAULT_ALIAS = "index." + ImageName.DEFAULT_HOST;

  /** Reads a key: {@code host}, {@code host:port/path}, {@code https://host/v1/}. */
  static RegistryPattern of(String key) {
    String rest = key.replaceFirst("^https?://", "");
    int slash = rest.indexOf('/');
    String authority = slash < 0 ? rest : rest.substring(0, slash);
    // The version of a registry's protocol is no part of a repository's path.
    String path = slash < 0 ? "" : rest.substring(slash).replaceFirst("^/v[12]/", "/");
    int colon = authority.lastIndexOf(':');
    String host = colon < 0 ? authority : authority.substring(0, colon);
    return new RegistryPattern(
        List.of((host.equals(DEFAULT_ALIAS) ? ImageName.DEFAULT_HOST : host).split("\\.", -1)),
        colon < 0 ? "" : authority.substring(colon + 1),
        path.equals("/") ? "" : path);
  }

  /** Whether the credential is for that image. */
  boolean matches(ImageName image) {
    RegistryPattern asked = of(image.repository());
    if (!port.equals(asked.port) || host.size() != asked.host.size()) {
      return false;
    }
    for (int i = 0; i < host.size(); i++) {
      if (!glob(host.get(i)).matcher(asked.host.get(i)).matches()) {
        return false;
      }
    }
    return asked.path.startsWith(path);
  }

  private static Pattern glob(String part) {
    return Pattern.compile(
        Pattern.quote(part).replace("*", "\\E[^.]*\\Q").replace("?", "\\E[^.]\\Q"));
  }
}
