package io.shiplog.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * An entry of a node's inbox that says which entries there are. Whoever fills an inbox anew writes
 * it last: it may have been away for so long that the log no longer tells what it has to take out.
 */
public final class InboxRollCall {

  /** The key of the entry, which is no object's. */
  public static final String KEY = "inboxes.shiplog.io//entries";

  private static final String ENTRIES = "entries";

  private InboxRollCall() {}

  /** A roll call of these keys. */
  public static ObjectNode of(Collection<String> keys) {
    ObjectNode rollCall = Json.object();
    ArrayNode entries = rollCall.putArray(ENTRIES);
    new TreeSet<>(keys).forEach(entries::add);
    return rollCall;
  }

  /** Those of the known keys that do not answer: their objects are gone. In order. */
  public static Set<String> missing(JsonNode rollCall, Collection<String> known) {
    Set<String> called = new HashSet<>();
    rollCall.path(ENTRIES).forEach(key -> called.add(key.asText()));
    Set<String> missing = new TreeSet<>(known);
    missing.removeAll(called);
    return missing;
  }
}
