package io.shiplog.agent.decide;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An image's name, taken apart: {@code host/path:tag@digest}, where all but the path may be left
 * out (the reference grammar of the OCI distribution specification and its first implementation).
 *
 * @param host of the registry, with its port; the default one where the name has none
 * @param path of the repository in the registry, never with a leading slash
 * @param tag empty if there is none
 * @param digest such as {@code sha256:…}; empty if there is none
 */
public record ImageName(String host, String path, String tag, String digest) {

  /** The registry of names that name none. */
  public static final String DEFAULT_HOST = "docker.io";

  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9a-fA-F:]+])(:[0-9]+)?");
  private static final String COMPONENT = "[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*";
  private static final Pattern PATH = Pattern.compile(COMPONENT + "(/" + COMPONENT + ")*");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
  private static final Pattern DIGEST = Pattern.compile("[A-Za-z][A-Za-z0-9+._-]*:[0-9a-f]{32,}");

  /** Takes a name apart, also one that {@link #problem} will refuse. */
  public static ImageName of(String text) {
    int at = text.indexOf('@');
    String digest = at < 0 ? "" : text.substring(at + 1);
    String name = at < 0 ? text : text.substring(0, at);
    int colon = name.lastIndexOf(':');
    // A colon before the last slash belongs to a port, not to a tag.
    boolean tagged = colon > name.lastIndexOf('/');
    String tag = tagged ? name.substring(colon + 1) : "";
    String repository = tagged ? name.substring(0, colon) : name;
    int slash = repository.indexOf('/');
    if (slash >= 0 && namesHost(repository.substring(0, slash))) {
      String host = repository.substring(0, slash);
      return new ImageName(host, repository.substring(slash + 1), tag, digest);
    }
    String path = slash < 0 ? "library/" + repository : repository;
    return new ImageName(DEFAULT_HOST, path, tag, digest);
  }

  /** Whether what stands before the first slash is a registry and not a part of the path. */
  private static boolean namesHost(String first) {
    return first.contains(".") || first.contains(":") || first.equals("localhost");
  }

  /** Registry and path, as credentials are chosen by. */
  public String repository() {
    return host + "/" + path;
  }

  /** The name in full; a name without tag and digest means {@code latest}. */
  public String full() {
    String ofTag = tag.isEmpty() && digest.isEmpty() ? ":latest" : tag.isEmpty() ? "" : ":" + tag;
    return repository() + ofTag + (digest.isEmpty() ? "" : "@" + digest);
  }

  /** Whether it may stand for another image tomorrow: it is tagged latest, or has no tag. */
  public boolean latest() {
    return digest.isEmpty() && (tag.isEmpty() || tag.equals("latest"));
  }

  /** Why this is no name an image can have; empty if it is one. */
  public Optional<String> problem() {
    boolean others =
        HOST.matcher(host).matches()
            && (tag.isEmpty() || TAG.matcher(tag).matches())
            && (digest.isEmpty() || DIGEST.matcher(digest).matches());
    if (others && PATH.matcher(path).matches()) {
      return Optional.empty();
    }
    boolean lower = others && PATH.matcher(path.toLowerCase(Locale.ROOT)).matches();
    return Optional.of(
        "invalid reference format" + (lower ? ": repository name must be lowercase" : ""));
  }
}
