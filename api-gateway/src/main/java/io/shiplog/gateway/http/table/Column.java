package io.shiplog.gateway.http.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;

/**
 * One column of a table.
 *
 * @param name as kubectl prints it, which turns it to capitals
 * @param type {@code string} or {@code integer}
 * @param format {@code name} for the object's name, else empty
 * @param description for people
 * @param priority 0 for a column that is always shown, 1 for one that {@code -o wide} adds
 */
record Column(String name, String type, String format, String description, int priority) {

  static final Column NAME =
      new Column("Name", "string", "name", "The object's name, unique among its kind.", 0);
  static final Column AGE =
      new Column("Age", "string", "", "How long ago the object was created.", 0);

  static Column text(String name, String description) {
    return new Column(name, "string", "", description, 0);
  }

  static Column number(String name, String description) {
    return new Column(name, "integer", "", description, 0);
  }

  /** The same column, shown only where there is room. */
  Column wide() {
    return new Column(name, type, format, description, 1);
  }

  ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("name", name);
    json.put("type", type);
    json.put("format", format);
    json.put("description", description);
    json.put("priority", priority);
    return json;
  }
}
