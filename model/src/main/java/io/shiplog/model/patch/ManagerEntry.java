package io.shiplog.model.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;

/**
 * What one manager owns, and since when. Most writes concern few of an object's managers, so a
 * field set that was read is only understood when it is asked for.
 */
final class ManagerEntry {

  private final JsonNode json;
  private FieldSet fields;
  private final String apiVersion;
  private final String time;

  private ManagerEntry(JsonNode json, FieldSet fields, String apiVersion, String time) {
    this.json = json;
    this.fields = fields;
    this.apiVersion = apiVersion;
    this.time = time;
  }

  /**
   * @param time when the ownership last changed, as RFC 3339; may be empty
   */
  ManagerEntry(FieldSet fields, String apiVersion, String time) {
    this(null, fields, apiVersion, time);
  }

  /** An entry from its {@code FieldsV1}. */
  static ManagerEntry read(JsonNode json, String apiVersion, String time) {
    return new ManagerEntry(json, null, apiVersion, time);
  }

  /** Other fields, from another time on. */
  ManagerEntry with(FieldSet other, String since) {
    return new ManagerEntry(other, apiVersion, since);
  }

  FieldSet fields() {
    if (fields == null) {
      fields = FieldSet.fromJson(json);
    }
    return fields;
  }

  /** Whether any of these fields is owned. */
  boolean ownsAny(FieldSet any) {
    return json != null ? any.overlaps(json) : !any.intersection(fields).isEmpty();
  }

  /** The {@code FieldsV1}. */
  JsonNode json() {
    return json != null ? json : fields.toJson();
  }

  String apiVersion() {
    return apiVersion;
  }

  String time() {
    return time;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ManagerEntry entry
        && apiVersion.equals(entry.apiVersion)
        && time.equals(entry.time)
        && (json != null && json.equals(entry.json) || fields().equals(entry.fields()));
  }

  @Override
  public int hashCode() {
    return Objects.hash(apiVersion, time);
  }
}
