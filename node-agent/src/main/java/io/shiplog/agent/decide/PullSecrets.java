package io.shiplog.agent.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The credentials that the Secrets in a pod's {@code imagePullSecrets} hold (Kubernetes
 * documentation, "Pull an Image from a Private Registry").
 */
public final class PullSecrets {

  private static final String CONFIG = ".dockerconfigjson";
  private static final String OLD_CONFIG = ".dockercfg";

  private PullSecrets() {}

  /** The names of the Secrets. */
  public static List<String> names(KubeObject pod) {
    List<String> names = new ArrayList<>();
    for (JsonNode secret : pod.spec().path("imagePullSecrets")) {
      String name = secret.path("name").asText("");
      if (!name.isEmpty()) {
        names.add(name);
      }
    }
    return names;
  }

  /** Those of the Secrets that are not there. */
  public static List<String> missing(KubeObject pod, ObjectLookup objects) {
    return names(pod).stream().filter(name -> secret(pod, name, objects).isEmpty()).toList();
  }

  /**
   * The credentials to try for an image, one after the other: keys that go on after another's end
   * first, and of equal ones in the order of the Secrets. None means that the registry is asked
   * without. A Secret that cannot be read holds none.
   */
  public static List<Credential> of(KubeObject pod, ObjectLookup objects, ImageName image) {
    Map<String, List<Credential>> byKey = new TreeMap<>(Comparator.reverseOrder());
    for (String name : names(pod)) {
      JsonNode auths =
          secret(pod, name, objects).map(PullSecrets::auths).orElseGet(MissingNode::getInstance);
      for (Map.Entry<String, JsonNode> auth : auths.properties()) {
        if (RegistryPattern.of(auth.getKey()).matches(image)) {
          byKey
              .computeIfAbsent(auth.getKey(), key -> new ArrayList<>())
              .addAll(credential(auth.getValue()).stream().toList());
        }
      }
    }
    return byKey.values().stream().flatMap(List::stream).distinct().toList();
  }

  private static Optional<KubeObject> secret(KubeObject pod, String name, ObjectLookup objects) {
    return objects.find("secrets", pod.namespace(), name);
  }

  /** What a Secret says, by registry; nothing where it is of another kind, or not well-formed. */
  private static JsonNode auths(KubeObject secret) {
    try {
      Map<String, String> data = Environment.data(secret);
      if (data.containsKey(CONFIG)) {
        return Json.parse(bytes(data.get(CONFIG))).path("auths");
      }
      return data.containsKey(OLD_CONFIG)
          ? Json.parse(bytes(data.get(OLD_CONFIG)))
          : MissingNode.getInstance();
    } catch (IllegalArgumentException e) {
      return MissingNode.getInstance();
    }
  }

  /** One entry; what {@code auth} holds counts before name and password beside it. */
  private static Optional<Credential> credential(JsonNode entry) {
    String name = entry.path("username").asText("");
    String password = entry.path("password").asText("");
    try {
      byte[] pair = Base64.getMimeDecoder().decode(entry.path("auth").asText(""));
      String text = new String(pair, StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      if (colon >= 0) {
        name = text.substring(0, colon);
        password = text.substring(colon + 1);
      }
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    String identity = entry.path("identitytoken").asText("");
    String registry = entry.path("registrytoken").asText("");
    boolean some = !name.isEmpty() || !identity.isEmpty() || !registry.isEmpty();
    return some
        ? Optional.of(new Credential(name, password, identity, registry))
        : Optional.empty();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
