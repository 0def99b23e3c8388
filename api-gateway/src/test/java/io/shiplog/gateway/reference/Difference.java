package io.shiplog.gateway.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One place where an answer is not as recorded.
 *
 * @param request theme and name of the request
 * @param at where in the answer: {@code /body/spec/ports/[http]/port}
 * @param recorded what the reference says there; missing where it says nothing
 * @param given what the gateway says there
 */
record Difference(String request, String at, JsonNode recorded, JsonNode given) {

  /** Every place where the answers differ, as deep as can be told. */
  static List<Difference> between(String request, JsonNode recorded, JsonNode given) {
    List<Difference> found = new ArrayList<>();
    compare(request, "", recorded, given, found);
    return found;
  }

  @Override
  public String toString() {
    return request + "\n  " + at + "\n    recorded " + recorded + "\n    given    " + given;
  }

  private static void compare(
      String request, String at, JsonNode recorded, JsonNode given, List<Difference> found) {
    if (recorded.equals(given)) {
      return;
    }
    if (recorded instanceof ObjectNode && given instanceof ObjectNode) {
      Set<String> names = new LinkedHashSet<>();
      recorded.fieldNames().forEachRemaining(names::add);
      given.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        compare(request, at + "/" + name, recorded.path(name), given.path(name), found);
      }
    } else if (recorded instanceof ArrayNode before && given instanceof ArrayNode after) {
      lists(request, at, before, after, found);
    } else {
      found.add(new Difference(request, at, recorded, given));
    }
  }

  /** Entries with names are compared by them, so that one that is missing is one difference. */
  private static void lists(
      String request, String at, ArrayNode recorded, ArrayNode given, List<Difference> found) {
    Map<String, JsonNode> before = byName(recorded);
    Map<String, JsonNode> after = byName(given);
    Set<String> names = new LinkedHashSet<>(before.keySet());
    names.addAll(after.keySet());
    int known = found.size();
    for (String name : names) {
      JsonNode missing = recorded.path("missing");
      compare(
          request,
          at + "/" + name,
          before.getOrDefault(name, missing),
          after.getOrDefault(name, missing),
          found);
    }
    if (found.size() == known) {
      found.add(new Difference(request, at + "/order", recorded, given));
    }
  }

  private static Map<String, JsonNode> byName(ArrayNode list) {
    Map<String, JsonNode> entries = new LinkedHashMap<>();
    Set<String> names = new HashSet<>();
    boolean named = true;
    for (JsonNode entry : list) {
      named &= entry.path("name").isTextual() && names.add(entry.path("name").asText());
    }
    for (int i = 0; i < list.size(); i++) {
      String name = named ? list.get(i).path("name").asText() : Integer.toString(i);
      entries.put("[" + name + "]", list.get(i));
    }
    return entries;
  }
}
