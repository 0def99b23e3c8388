package io.shiplog.agent.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.KubeObject;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The environment of a container: the Services' variables, then {@code envFrom}, then {@code env};
 * what comes later wins, and may use what came earlier as {@code $(NAME)}.
 */
public final class Environment {

  private final KubeObject pod;
  private final JsonNode container;
  private final Surroundings surroundings;

  /**
   * What a container's variables may be drawn from.
   *
   * @param objects ConfigMaps and Secrets
   * @param routes the routes table, for the Services' variables
   * @param podIp the pod's address
   * @param hostIp the node's address
   * @param allocatable of the node, for limits that are not set
   */
  public record Surroundings(
      ObjectLookup objects,
      Map<String, ObjectNode> routes,
      String podIp,
      String hostIp,
      JsonNode allocatable) {}

  private Environment(KubeObject pod, JsonNode container, Surroundings surroundings) {
    this.pod = pod;
    this.container = container;
    this.surroundings = surroundings;
  }

  /**
   * The variables, in order.
   *
   * @throws ConfigProblem if a ConfigMap, Secret or key that is not optional is missing
   */
  public static Map<String, String> of(
      KubeObject pod, JsonNode container, Surroundings surroundings) {
    Environment environment = new Environment(pod, container, surroundings);
    Map<String, String> known = environment.services();
    Map<String, String> result = new LinkedHashMap<>(known);
    container.path("envFrom").forEach(source -> environment.all(source, result));
    for (JsonNode variable : container.path("env")) {
      environment.value(variable, result).ifPresent(v -> put(variable, v, result));
    }
    return result;
  }

  private static void put(JsonNode variable, String value, Map<String, String> result) {
    result.remove(variable.path("name").asText());
    result.put(variable.path("name").asText(), value);
  }

  private void all(JsonNode source, Map<String, String> result) {
    String prefix = source.path("prefix").asText("");
    boolean secret = source.has("secretRef");
    JsonNode reference = source.path(secret ? "secretRef" : "configMapRef");
    object(secret, reference)
        .ifPresent(object -> data(object).forEach((key, v) -> result.put(prefix + key, v)));
  }

  private Optional<String> value(JsonNode variable, Map<String, String> known) {
    JsonNode from = variable.path("valueFrom");
    if (from.has("configMapKeyRef")) {
      return key(false, from.path("configMapKeyRef"));
    }
    if (from.has("secretKeyRef")) {
      return key(true, from.path("secretKeyRef"));
    }
    if (from.has("fieldRef")) {
      String path = from.path("fieldRef").path("fieldPath").asText();
      return Optional.of(PodFields.field(pod, path, surroundings.podIp(), surroundings.hostIp()));
    }
    if (from.has("resourceFieldRef")) {
      JsonNode reference = from.path("resourceFieldRef");
      return Optional.of(PodFields.resource(pod, container, reference, surroundings.allocatable()));
    }
    return Optional.of(Expansion.expand(variable.path("value").asText(""), known));
  }

  private Optional<String> key(boolean secret, JsonNode reference) {
    String key = reference.path("key").asText();
    Optional<KubeObject> object = object(secret, reference);
    if (object.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> value = Optional.ofNullable(data(object.get()).get(key));
    if (value.isEmpty() && !reference.path("optional").asBoolean()) {
      throw ConfigProblem.missing(
          "couldn't find key "
              + key
              + " in "
              + (secret ? "Secret " : "ConfigMap ")
              + pod.namespace()
              + "/"
              + reference.path("name").asText());
    }
    return value;
  }

  private Optional<KubeObject> object(boolean secret, JsonNode reference) {
    String name = reference.path("name").asText();
    String resource = secret ? "secrets" : "configmaps";
    Optional<KubeObject> object = surroundings.objects().find(resource, pod.namespace(), name);
    if (object.isEmpty() && !reference.path("optional").asBoolean()) {
      String kind = secret ? "secret" : "configmap";
      throw ConfigProblem.missing(kind + " \"" + name + "\" not found");
    }
    return object;
  }

  /** The text data of a ConfigMap, or a Secret's data, decoded. */
  static Map<String, String> data(KubeObject object) {
    boolean secret = object.kind().equals("Secret");
    Map<String, String> data = KubeObject.stringMap(object.at("data"));
    if (secret) {
      data.replaceAll(
          (key, value) ->
              new String(GoBase64.decode(value, what(object, key)), StandardCharsets.UTF_8));
    }
    return data;
  }

  private static String what(KubeObject object, String key) {
    return "key " + key + " of Secret " + object.namespace() + "/" + object.name();
  }

  /** {@code NAME_SERVICE_HOST} and friends, as containers were told before there was DNS. */
  private Map<String, String> services() {
    Map<String, String> result = new LinkedHashMap<>();
    boolean links = pod.spec().path("enableServiceLinks").asBoolean(true);
    new java.util.TreeMap<>(surroundings.routes())
        .forEach(
            (key, route) -> {
              boolean api = key.equals("default/kubernetes");
              boolean own = links && route.path("namespace").asText().equals(pod.namespace());
              if (api || own) {
                service(route, result);
              }
            });
    return result;
  }

  private static void service(ObjectNode route, Map<String, String> result) {
    String ip = route.path("clusterIP").asText("");
    JsonNode ports = route.path("ports");
    if (ip.isEmpty() || ip.equals("None") || ports.isEmpty()) {
      return;
    }
    String name = variable(route.path("name").asText());
    result.put(name + "_SERVICE_HOST", ip);
    result.put(name + "_SERVICE_PORT", ports.path(0).path("port").asText());
    for (JsonNode port : ports) {
      String portName = port.path("name").asText("");
      if (!portName.isEmpty()) {
        result.put(name + "_SERVICE_PORT_" + variable(portName), port.path("port").asText());
      }
    }
    String first = url(ip, ports.path(0));
    result.put(name + "_PORT", first);
    for (JsonNode port : ports) {
      String protocol = port.path("protocol").asText("TCP");
      String base = name + "_PORT_" + port.path("port").asText() + "_" + protocol;
      result.put(base, url(ip, port));
      result.put(base + "_PROTO", protocol.toLowerCase(Locale.ROOT));
      result.put(base + "_PORT", port.path("port").asText());
      result.put(base + "_ADDR", ip);
    }
  }

  private static String url(String ip, JsonNode port) {
    String protocol = port.path("protocol").asText("TCP").toLowerCase(Locale.ROOT);
    return protocol + "://" + ip + ":" + port.path("port").asText();
  }

  private static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
  }
}
