package io.shiplog.model.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Who owns which fields of an object: {@code metadata.managedFields}, read and written. */
final class Managers {

  static final String APPLY = "Apply";
  static final String UPDATE = "Update";

  /** How many managers that update are told apart; the oldest beyond become one. */
  static final int MAX_UPDATE_MANAGERS = 10;

  private static final String ANCIENT = "ancient-changes";
  private static final String FIELDS_TYPE = "FieldsV1";

  /**
   * What tells managers apart.
   *
   * @param apiVersion the version of the fields' names; empty for appliers, who own across versions
   */
  record Id(String manager, String operation, String apiVersion, String subresource)
      implements Comparable<Id> {

    static Id applier(String manager, String subresource) {
      return new Id(manager, APPLY, "", subresource);
    }

    static Id updater(String manager, String apiVersion, String subresource) {
      return new Id(manager, UPDATE, apiVersion, subresource);
    }

    private static final Comparator<Id> ORDER =
        Comparator.comparing(Id::manager)
            .thenComparing(Id::operation)
            .thenComparing(Id::apiVersion)
            .thenComparing(Id::subresource);

    @Override
    public int compareTo(Id other) {
      return ORDER.compare(this, other);
    }

    /** As conflicts name a manager. */
    @Override
    public String toString() {
      return '"'
          + manager
          + '"'
          + (subresource.isEmpty() ? "" : " with subresource \"" + subresource + '"')
          + (operation.equals(UPDATE) ? " using " + apiVersion : "");
    }
  }

  private final TreeMap<Id, ManagerEntry> entries = new TreeMap<>();

  /** No managers at all. */
  static Managers none() {
    return new Managers();
  }

  /** The managers an object names; none for null, empty where one cannot be understood. */
  static Optional<Managers> of(ObjectNode object) {
    Managers managers = new Managers();
    if (object == null) {
      return Optional.of(managers);
    }
    for (JsonNode node : object.path("metadata").path("managedFields")) {
      String operation = node.path("operation").asText("");
      String type = node.path("fieldsType").asText("");
      boolean applier = operation.equals(APPLY);
      if (!applier && !operation.equals(UPDATE) || !type.equals(FIELDS_TYPE)) {
        return Optional.empty();
      }
      String version = node.path("apiVersion").asText("");
      Id id =
          new Id(
              node.path("manager").asText(""),
              operation,
              applier ? "" : version,
              node.path("subresource").asText(""));
      String time = node.path("time").asText("");
      managers.entries.put(id, ManagerEntry.read(node.path("fieldsV1"), version, time));
    }
    return Optional.of(managers);
  }

  /** The same, with every field set read and to be written anew in the canonical form. */
  Managers canonical() {
    Managers canonical = new Managers();
    entries.forEach(
        (id, entry) ->
            canonical.put(id, new ManagerEntry(entry.fields(), entry.apiVersion(), entry.time())));
    return canonical;
  }

  Managers copy() {
    Managers copy = new Managers();
    copy.entries.putAll(entries);
    return copy;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** What a manager owns; an empty set where it owns nothing. */
  FieldSet fields(Id id) {
    ManagerEntry entry = entries.get(id);
    return entry == null ? new FieldSet() : entry.fields();
  }

  Map<Id, ManagerEntry> entries() {
    return entries;
  }

  /** Everything that anyone owns. */
  FieldSet all() {
    FieldSet all = new FieldSet();
    for (ManagerEntry entry : entries.values()) {
      all = all.union(entry.fields());
    }
    return all;
  }

  /** Sets what a manager owns; one that owns nothing is dropped. */
  void put(Id id, ManagerEntry entry) {
    if (entry.fields().isEmpty()) {
      entries.remove(id);
    } else {
      entries.put(id, entry);
    }
  }

  /** Takes fields from every manager but one (null: from all). */
  void release(FieldSet fields, Id except) {
    if (fields.isEmpty()) {
      return;
    }
    for (Id id : List.copyOf(entries.keySet())) {
      ManagerEntry entry = entries.get(id);
      if (!id.equals(except) && entry.ownsAny(fields)) {
        put(id, entry.with(entry.fields().minus(fields), entry.time()));
      }
    }
  }

  /** Makes one manager of the oldest updaters where there are more than are told apart. */
  void cap() {
    if (entries.size() <= MAX_UPDATE_MANAGERS) {
      return;
    }
    List<Id> updaters = new ArrayList<>();
    entries.keySet().stream().filter(id -> id.operation().equals(UPDATE)).forEach(updaters::add);
    updaters.sort(Comparator.comparing((Id id) -> entries.get(id).time()).thenComparing(id -> id));
    int count = updaters.size();
    for (int i = 0; i < updaters.size() && count > MAX_UPDATE_MANAGERS; i++) {
      ManagerEntry old = entries.remove(updaters.get(i));
      Id ancient = Id.updater(ANCIENT, old.apiVersion(), "");
      ManagerEntry present = entries.get(ancient);
      count -= present == null ? 0 : 1;
      entries.put(
          ancient,
          present == null ? old : old.with(present.fields().union(old.fields()), old.time()));
    }
  }

  /** Writes the managers into an object's metadata, in the API's order. */
  void writeTo(ObjectNode object) {
    ObjectNode metadata = Json.ensure(object, "metadata");
    if (entries.isEmpty()) {
      metadata.remove("managedFields");
      return;
    }
    List<Id> order = new ArrayList<>(entries.keySet());
    order.sort(
        Comparator.comparing(Id::operation)
            .thenComparing(id -> entries.get(id).time())
            .thenComparing(id -> id));
    ArrayNode list = metadata.putArray("managedFields");
    order.forEach(id -> list.add(json(id, entries.get(id))));
  }

  private static ObjectNode json(Id id, ManagerEntry entry) {
    ObjectNode json = Json.object();
    json.put("manager", id.manager());
    json.put("operation", id.operation());
    json.put("apiVersion", entry.apiVersion());
    if (!entry.time().isEmpty()) {
      json.put("time", entry.time());
    }
    json.put("fieldsType", FIELDS_TYPE);
    json.set("fieldsV1", entry.json());
    if (!id.subresource().isEmpty()) {
      json.put("subresource", id.subresource());
    }
    return json;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Managers managers && entries.equals(managers.entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }
}
