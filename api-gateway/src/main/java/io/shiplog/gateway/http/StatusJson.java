package io.shiplog.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.ResourceType;
import io.shiplog.model.error.Status;

/** A {@code Status} object as it goes to clients. */
public final class StatusJson {

  private StatusJson() {}

  /** A failure. */
  public static ObjectNode failure(Status status) {
    ObjectNode json = envelope("Failure");
    json.put("message", status.message());
    json.put("reason", status.reason());
    if (status.details() != null) {
      json.set("details", details(status.details()));
    }
    json.put("code", status.code());
    return json;
  }

  /** What a delete answers when the object is gone. */
  public static ObjectNode deleted(ResourceType type, String name, String uid) {
    ObjectNode json = envelope("Success");
    ObjectNode details = json.putObject("details");
    put(details, "name", name);
    put(details, "group", type.group());
    put(details, "kind", type.plural());
    put(details, "uid", uid);
    return json;
  }

  /** What a request answers that makes nothing to show, such as a binding. */
  public static ObjectNode success(int code) {
    ObjectNode json = envelope("Success");
    json.put("code", code);
    return json;
  }

  private static ObjectNode envelope(String outcome) {
    ObjectNode json = Json.object();
    json.put("kind", "Status");
    json.put("apiVersion", "v1");
    json.putObject("metadata");
    json.put("status", outcome);
    return json;
  }

  private static ObjectNode details(Status.Details details) {
    ObjectNode json = Json.object();
    put(json, "name", details.name());
    put(json, "group", details.group());
    put(json, "kind", details.kind());
    put(json, "uid", details.uid());
    if (!details.causes().isEmpty()) {
      ArrayNode causes = json.putArray("causes");
      for (Status.Cause cause : details.causes()) {
        ObjectNode one = causes.addObject();
        put(one, "reason", cause.reason());
        put(one, "message", cause.message());
        put(one, "field", cause.field());
      }
    }
    if (details.retryAfterSeconds() > 0) {
      json.put("retryAfterSeconds", details.retryAfterSeconds());
    }
    return json;
  }

  private static void put(ObjectNode json, String field, String value) {
    if (value != null && !value.isEmpty()) {
      json.put(field, value);
    }
  }
}
