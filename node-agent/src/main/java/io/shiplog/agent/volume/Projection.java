package io.shiplog.agent.volume;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.agent.decide.ConfigProblem;
import io.shiplog.agent.decide.ContainerSpec;
import io.shiplog.agent.decide.GoBase64;
import io.shiplog.agent.decide.ObjectLookup;
import io.shiplog.agent.decide.PodFields;
import io.shiplog.model.KubeObject;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The files of configMap, secret, downwardAPI and projected volumes. */
final class Projection {

  private static final int DEFAULT_MODE = 0644;

  private final KubeObject pod;
  private final ObjectLookup objects;
  private final String podIp;
  private final String hostIp;
  private final JsonNode allocatable;
  private final Map<String, AtomicFiles.Entry> files = new LinkedHashMap<>();

  Projection(
      KubeObject pod, ObjectLookup objects, String podIp, String hostIp, JsonNode allocatable) {
    this.pod = pod;
    this.objects = objects;
    this.podIp = podIp;
    this.hostIp = hostIp;
    this.allocatable = allocatable;
  }

  /**
   * The files of a volume by their paths in it.
   *
   * @throws VolumeProblem if something that is not optional is missing
   */
  Map<String, AtomicFiles.Entry> of(JsonNode volume) {
    if (volume.has("projected")) {
      int mode = volume.path("projected").path("defaultMode").asInt(DEFAULT_MODE);
      volume.path("projected").path("sources").forEach(source -> add(source, mode));
    } else if (volume.has("secret")) {
      JsonNode secret = volume.path("secret");
      addObject("secrets", secret.path("secretName").asText(), secret, mode(secret));
    } else if (volume.has("configMap")) {
      JsonNode map = volume.path("configMap");
      addObject("configmaps", map.path("name").asText(), map, mode(map));
    } else {
      JsonNode downward = volume.path("downwardAPI");
      addFields(downward.path("items"), mode(downward));
    }
    return files;
  }

  private static int mode(JsonNode source) {
    return source.path("defaultMode").asInt(DEFAULT_MODE);
  }

  private void add(JsonNode source, int mode) {
    if (source.has("secret")) {
      JsonNode secret = source.path("secret");
      addObject("secrets", secret.path("name").asText(), secret, mode);
    } else if (source.has("configMap")) {
      JsonNode map = source.path("configMap");
      addObject("configmaps", map.path("name").asText(), map, mode);
    } else if (source.has("downwardAPI")) {
      addFields(source.path("downwardAPI").path("items"), mode);
    }
    // Service account tokens are not issued yet; such a source adds no file.
  }

  private void addObject(String resource, String name, JsonNode source, int mode) {
    Optional<KubeObject> object = objects.find(resource, pod.namespace(), name);
    boolean optional = source.path("optional").asBoolean();
    if (object.isEmpty()) {
      if (!optional) {
        String kind = resource.equals("secrets") ? "secret" : "configmap";
        throw new VolumeProblem(kind + " \"" + name + "\" not found");
      }
      return;
    }
    Map<String, byte[]> data = data(object.get());
    if (source.path("items").isEmpty()) {
      data.forEach((key, content) -> put(key, content, mode));
      return;
    }
    for (JsonNode item : source.path("items")) {
      byte[] content = data.get(item.path("key").asText());
      if (content != null) {
        put(item.path("path").asText(), content, item.path("mode").asInt(mode));
      } else if (!optional) {
        throw new VolumeProblem(
            "references non-existent key \"" + item.path("key").asText() + "\" in " + name);
      }
    }
  }

  private void addFields(JsonNode items, int mode) {
    for (JsonNode item : items) {
      String value;
      if (item.has("fieldRef")) {
        String path = item.path("fieldRef").path("fieldPath").asText();
        value = PodFields.field(pod, path, podIp, hostIp);
      } else {
        JsonNode first = ContainerSpec.all(pod).getFirst().json();
        value = PodFields.resource(pod, first, item.path("resourceFieldRef"), allocatable);
      }
      put(
          item.path("path").asText(),
          value.getBytes(StandardCharsets.UTF_8),
          item.path("mode").asInt(mode));
    }
  }

  private void put(String path, byte[] content, int mode) {
    if (path.startsWith("/") || java.util.List.of(path.split("/")).contains("..")) {
      throw new VolumeProblem("path \"" + path + "\" leaves the volume");
    }
    files.put(path, new AtomicFiles.Entry(content, mode));
  }

  private static Map<String, byte[]> data(KubeObject object) {
    Map<String, byte[]> data = new LinkedHashMap<>();
    boolean secret = object.kind().equals("Secret");
    KubeObject.stringMap(object.at("data"))
        .forEach(
            (key, text) ->
                data.put(
                    key,
                    secret ? decode(object, key, text) : text.getBytes(StandardCharsets.UTF_8)));
    KubeObject.stringMap(object.at("binaryData"))
        .forEach((key, text) -> data.put(key, decode(object, key, text)));
    return data;
  }

  private static byte[] decode(KubeObject object, String key, String text) {
    String where = object.namespace() + "/" + object.name();
    try {
      return GoBase64.decode(text, "key " + key + " of " + object.kind() + " " + where);
    } catch (ConfigProblem e) {
      throw new VolumeProblem(e.getMessage());
    }
  }
}
