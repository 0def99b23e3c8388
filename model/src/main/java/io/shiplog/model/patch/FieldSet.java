package io.shiplog.model.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A set of fields of an object, as a tree of {@link PathElements}. A field may be a member, have
 * members below it, or both. Its JSON form is the API's {@code FieldsV1}.
 */
final class FieldSet {

  private static final String SELF = ".";

  private boolean member;
  private final TreeMap<String, FieldSet> children = new TreeMap<>();

  FieldSet() {}

  private FieldSet(boolean member) {
    this.member = member;
  }

  /** The set of that one path. */
  static FieldSet of(String... path) {
    FieldSet set = new FieldSet();
    set.insert(List.of(path));
    return set;
  }

  /** Adds a path; the object itself, the empty path, is nobody's and is not added. */
  void insert(List<String> path) {
    if (path.isEmpty()) {
      return;
    }
    FieldSet node = this;
    for (String element : path) {
      node = node.children.computeIfAbsent(element, absent -> new FieldSet());
    }
    node.member = true;
  }

  boolean isEmpty() {
    return !member && children.isEmpty();
  }

  /** Whether the field right below this one is a member. */
  boolean has(String element) {
    FieldSet child = children.get(element);
    return child != null && child.member;
  }

  /** The members below a field; null where there are none. */
  FieldSet below(String element) {
    FieldSet child = children.get(element);
    return child == null || child.children.isEmpty() ? null : child;
  }

  /** The members of either. */
  FieldSet union(FieldSet other) {
    FieldSet result = new FieldSet(member || other.member);
    children.forEach(
        (element, child) -> {
          FieldSet twin = other.children.get(element);
          result.children.put(element, twin == null ? child : child.union(twin));
        });
    other.children.forEach(result.children::putIfAbsent);
    return result;
  }

  /** The members of both. */
  FieldSet intersection(FieldSet other) {
    FieldSet result = new FieldSet(member && other.member);
    children.forEach(
        (element, child) -> {
          FieldSet twin = other.children.get(element);
          if (twin != null) {
            result.keep(element, child.intersection(twin));
          }
        });
    return result;
  }

  /** The members of this that are not members of the other. */
  FieldSet minus(FieldSet other) {
    FieldSet result = new FieldSet(member && !other.member);
    children.forEach(
        (element, child) -> {
          FieldSet twin = other.children.get(element);
          result.keep(element, twin == null ? child : child.minus(twin));
        });
    return result;
  }

  /** The members of this that are neither members of the other nor below one. */
  FieldSet minusWhole(FieldSet other) {
    FieldSet result = new FieldSet(member && !other.member);
    children.forEach(
        (element, child) -> {
          FieldSet twin = other.children.get(element);
          if (twin == null) {
            result.keep(element, child);
          } else if (!twin.member) {
            result.keep(element, child.minusWhole(twin));
          }
        });
    return result;
  }

  /** Whether a {@code FieldsV1}, as {@link #toJson} writes it, has a member of this set. */
  boolean overlaps(JsonNode json) {
    for (Map.Entry<String, FieldSet> child : children.entrySet()) {
      JsonNode twin = json.get(child.getKey());
      boolean both = twin != null && child.getValue().member && memberIn(twin);
      if (both || twin != null && child.getValue().overlaps(twin)) {
        return true;
      }
    }
    return false;
  }

  private static boolean memberIn(JsonNode json) {
    return json.isEmpty() || json.has(SELF);
  }

  /** This set with every declared field that has members below it as a member itself. */
  FieldSet withNamedFields(Shape shape) {
    FieldSet result = new FieldSet(member);
    children.forEach(
        (element, child) -> {
          FieldSet copy = child.withNamedFields(shape.at(element));
          copy.member = child.member || shape.declares(element);
          result.children.put(element, copy);
        });
    return result;
  }

  /** Tells every member's path: at each level the members first, then what is below. */
  void forEach(Consumer<List<String>> action) {
    walk(new ArrayList<>(), action);
  }

  private void walk(List<String> path, Consumer<List<String>> action) {
    for (Map.Entry<String, FieldSet> child : children.entrySet()) {
      if (child.getValue().member) {
        path.add(child.getKey());
        action.accept(List.copyOf(path));
        path.removeLast();
      }
    }
    for (Map.Entry<String, FieldSet> child : children.entrySet()) {
      path.add(child.getKey());
      child.getValue().walk(path, action);
      path.removeLast();
    }
  }

  private void keep(String element, FieldSet child) {
    if (!child.isEmpty()) {
      children.put(element, child);
    }
  }

  /** The API's {@code FieldsV1}. */
  ObjectNode toJson() {
    ObjectNode json = Json.object();
    if (member && !children.isEmpty()) {
      json.putObject(SELF);
    }
    children.forEach((element, child) -> json.set(element, child.toJson()));
    return json;
  }

  /** Reads a {@code FieldsV1}; what is no object has no members. */
  static FieldSet fromJson(JsonNode json) {
    FieldSet set = read(json);
    set.member = false;
    return set;
  }

  private static FieldSet read(JsonNode json) {
    FieldSet set = new FieldSet(memberIn(json));
    for (Map.Entry<String, JsonNode> child : json.properties()) {
      if (!child.getKey().equals(SELF)) {
        set.children.put(PathElements.canonical(child.getKey()), read(child.getValue()));
      }
    }
    return set;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldSet set && member == set.member && children.equals(set.children);
  }

  @Override
  public int hashCode() {
    return Objects.hash(member, children);
  }

  @Override
  public String toString() {
    return toJson().toString();
  }
}
