package io.shiplog.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * One document of a YAML stream.
 *
 * @param tree what it says; a null node where it says nothing
 * @param line where it begins, counted from one
 * @param duplicates what Kubernetes' strict decoding says of keys that were set twice, such as
 *     {@code line 5: key "data" already set in map}; of those the last one counts
 */
public record YamlDocument(JsonNode tree, int line, List<String> duplicates) {

  /** The duplicates as strict decoding puts them; empty where there are none. */
  public List<String> strictErrors() {
    return duplicates.isEmpty()
        ? List.of()
        : List.of("yaml: unmarshal errors:\n  " + String.join("\n  ", duplicates));
  }
}
