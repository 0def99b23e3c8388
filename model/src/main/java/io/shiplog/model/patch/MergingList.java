package io.shiplog.model.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.schema.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
    Set<JsonNode> deleted = new HashSet<>();
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
        case "delete" -> deleted.add(id(entry));
        default ->
            throw PatchErrors.malformed("unknown patch type: " + entry.path(Directives.PATCH));
      }
    }
    if (replace) {
      return (ArrayNode) Directives.dropped(Json.array().addAll(changes));
    }
    List<JsonNode> base = new ArrayList<>();
    for (JsonNode entry : current) {
      if (deleted.isEmpty() || !deleted.contains(id(entry))) {
        base.add(entry);
      }
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

  /** A key that several entries have means the first of them; of plain values none stays twice. */
  private List<JsonNode> mergeEntries(List<JsonNode> base, List<JsonNode> changes) {
    List<JsonNode> merged =
        new ArrayList<>(mergeKey.equals(Schema.PRIMITIVE) ? new LinkedHashSet<>(base) : base);
    Map<JsonNode, Integer> places = places(merged);
    for (JsonNode change : changes) {
      Integer at = places.putIfAbsent(id(change), merged.size());
      if (at == null) {
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
   * Each entry stands once, as often as its key may be named or stand in either list.
   */
  private ArrayNode ordered(List<JsonNode> merged, List<JsonNode> wanted, ArrayNode server) {
    Map<JsonNode, Integer> order = places(wanted);
    Map<JsonNode, Integer> onServer = places(server);
    List<JsonNode> right = new ArrayList<>();
    List<JsonNode> left = new ArrayList<>();
    merged.forEach(one -> (order.containsKey(id(one)) ? right : left).add(one));
    right.sort(Comparator.comparing(one -> order.get(id(one))));
    ArrayNode result = Json.array();
    int i = 0;
    for (JsonNode next : right) {
      int place = onServer.getOrDefault(id(next), -1);
      while (i < left.size() && onServer.getOrDefault(id(left.get(i)), place) < place) {
        result.add(left.get(i++));
      }
      result.add(next);
    }
    while (i < left.size()) {
      result.add(left.get(i++));
    }
    return result;
  }

  /** Where each key stands first. */
  private Map<JsonNode, Integer> places(Iterable<JsonNode> entries) {
    Map<JsonNode, Integer> places = new HashMap<>();
    int at = 0;
    for (JsonNode entry : entries) {
      places.putIfAbsent(id(entry), at++);
    }
    return places;
  }

  /** What identifies an entry: itself where the list holds plain values, else its merge key. */
  private JsonNode id(JsonNode entry) {
    if (mergeKey.equals(Schema.PRIMITIVE)) {
      return entry;
    }
    JsonNode value = entry.get(mergeKey);
    if (value == null) {
      throw PatchErrors.unprocessable(
          "map: " + PatchErrors.shown(entry) + " does not contain declared merge key: " + mergeKey);
    }
    return value;
  }
}
