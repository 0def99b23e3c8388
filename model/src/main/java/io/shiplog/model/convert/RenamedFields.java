package io.shiplog.model.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.command.PatchType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A version that differs from the stored one in what fields at the top of the object are called.
 * That can be said of any patch, too: as of a part of an object, and of a JSON patch by the first
 * step of its pointers.
 */
public final class RenamedFields implements Conversion {

  private final String servedVersion;
  private final String storedVersion;
  private final Map<String, String> stored;
  private final Map<String, String> served = new HashMap<>();

  /**
   * A version by the names of its fields.
   *
   * @param servedVersion its {@code apiVersion}
   * @param storedVersion that of the stored version
   * @param stored what the stored version calls each field that has another name here
   */
  public RenamedFields(String servedVersion, String storedVersion, Map<String, String> stored) {
    this.servedVersion = servedVersion;
    this.storedVersion = storedVersion;
    this.stored = Map.copyOf(stored);
    stored.forEach((here, there) -> served.put(there, here));
  }

  @Override
  public ObjectNode toStored(ObjectNode object) {
    return renamed(object, stored, servedVersion, storedVersion);
  }

  @Override
  public ObjectNode toServed(ObjectNode object) {
    return renamed(object, served, storedVersion, servedVersion);
  }

  @Override
  public JsonNode patchToStored(PatchType type, JsonNode patch) {
    if (patch instanceof ObjectNode object) {
      return toStored(object);
    }
    if (type != PatchType.JSON || !patch.isArray()) {
      return patch;
    }
    ArrayNode operations = Json.array();
    for (JsonNode one : patch) {
      JsonNode operation = one.deepCopy();
      if (operation instanceof ObjectNode named) {
        for (String field : List.of("path", "from")) {
          if (named.path(field).isTextual()) {
            named.put(field, pointer(named.path(field).asText()));
          }
        }
      }
      operations.add(operation);
    }
    return operations;
  }

  @Override
  public String pathToStored(String field) {
    return first(field, '.');
  }

  private String pointer(String pointer) {
    return pointer.startsWith("/") ? "/" + first(pointer.substring(1), '/') : pointer;
  }

  private String first(String path, char separator) {
    int end = path.indexOf(separator);
    String head = end < 0 ? path : path.substring(0, end);
    String tail = end < 0 ? "" : path.substring(end);
    return stored.getOrDefault(head, head) + tail;
  }

  private static ObjectNode renamed(
      ObjectNode object, Map<String, String> names, String from, String to) {
    ObjectNode made = Json.object();
    object
        .properties()
        .forEach(
            field -> {
              String name = names.getOrDefault(field.getKey(), field.getKey());
              boolean version = name.equals("apiVersion") && field.getValue().asText().equals(from);
              if (version) {
                made.put(name, to);
              } else {
                made.set(name, field.getValue());
              }
            });
    return made;
  }
}
