package io.shiplog.model.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.schema.Schema;
import java.util.ArrayList;
import java.util.List;

/** How a strategic merge patch merges one list, as its schema says. */
final class MergingList {

  private final StrategicMerge objects;
  private final Schema items;
  private final String mergeKey;

  /**
   * @param declared the list's schema; null where nothing is known about it
   */
  MergingList(StrategicMerge objects, Schema declared) {
    this.objects = objects;
    this.items = declared == null ? null : declared.items();
    this.mergeKey =
        declared == null || declared.patchMergeKey() == null ? "" : declared.patchMergeKey();
  }

  /**
   * Merges the patch into the current list. The patch's entries keep the patch's order; entries
   * that only the current list has keep their place among those the two share.
   */
  ArrayNode merge(ArrayNode current, ArrayNode patch) {
    if (mergeKey.isEmpty()) {
      return (ArrayNode) Directives.dropped(patch);
    }
    List<JsonNode> changes = new ArrayList<>();
    List<JsonNode> base = new ArrayList<>();
    current.forEach(base::add);
    boolean replace = false;
    for (JsonNode entry : patch) {
      switch (entry.path(Directives.PATCH).asText("")) {
        case "", "merge" -> changes.add(entry);
        case "replace" -> {
          replace = true;
          if (entry.size() > 1) {
            changes.add(Directives.dropped(entry));
          }
        }
        case "delete" -> base.removeIf(one -> id(one).equals(id(entry)));
        default ->
            throw PatchErrors.malformed("unknown patch type: " + entry.path(Directives.PATCH));
      }
    }
    if (replace) {
      return (ArrayNode) Directives.dropped(Json.array().addAll(changes));
    }
    return ordered(mergeEntries(base, changes), changes, current);
  }

  /** The same, with the order given by the patch's directive. */
  ArrayNode mergeInOrder(ArrayNode current, ArrayNode patch, ArrayNode order) {
    if (mergeKey.isEmpty()) {
      throw PatchErrors.malformed(Directives.ORDER + " is given for a list that does not merge");
    }
    List<JsonNode> wanted = new ArrayList<>();
    order.forEach(wanted::add);
    List<JsonNode> merged = new ArrayList<>();
    (patch.isEmpty() ? current : merge(current, patch)).forEach(merged::add);
    return ordered(merged, wanted, current);
  }

  private List<JsonNode> mergeEntries(List<JsonNode> base, List<JsonNode> changes) {
    List<JsonNode> merged = new ArrayList<>(base);
    for (JsonNode change : changes) {
      int at = indexOf(merged, id(change));
      if (at < 0) {
        merged.add(Directives.dropped(change));
      } else if (change instanceof ObjectNode object
          && merged.get(at) instanceof ObjectNode present) {
        merged.set(at, objects.merge(items, present, object));
      }
    }
    return merged;
  }

  /**
   * Orders merged entries: those that {@code wanted} names stand in its order; the others keep the
   * server's order and stand before a wanted one only where they stood before it on the server.
   */
  private ArrayNode ordered(List<JsonNode> merged, List<JsonNode> wanted, ArrayNode server) {
    List<JsonNode> right = new ArrayList<>();
    for (JsonNode one : wanted) {
      int at = indexOf(merged, id(one));
      if (at >= 0) {
        right.add(merged.get(at));
      }
    }
    List<JsonNode> left = new ArrayList<>(merged);
    left.removeIf(one -> indexOf(right, id(one)) >= 0);
    List<JsonNode> onServer = new ArrayList<>();
    server.forEach(onServer::add);
    ArrayNode result = Json.array();
    int i = 0;
    for (JsonNode next : right) {
      int place = indexOf(onServer, id(next));
      while (i < left.size() && indexOf(onServer, id(left.get(i))) < place) {
        result.add(left.get(i++));
      }
      result.add(next);
    }
    while (i < left.size()) {
      result.add(left.get(i++));
    }
    return result;
  }

  private int indexOf(List<JsonNode> entries, JsonNode id) {
    for (int i = 0; i < entries.size(); i++) {
      if (id(entries.get(i)).equals(id)) {
        return i;
      }
    }
    return -1;
  }

  /** What identifies an entry: itself where the list holds plain values, else its merge key. */
  private JsonNode id(JsonNode entry) {
    if (mergeKey.equals(Schema.PRIMITIVE)) {
      return entry;
    }
    JsonNode value = entry.get(mergeKey);
    if (value == null) {
      throw PatchErrors.unprocessable(
          "map: " + entry + " does not contain declared merge key: " + mergeKey);
    }
    return value;
  }
}
