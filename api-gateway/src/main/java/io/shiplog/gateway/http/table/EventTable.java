package io.shiplog.gateway.http.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** {@code LAST SEEN TYPE REASON OBJECT MESSAGE}. */
final class EventTable implements TableKind {

  @Override
  public List<Column> columns() {
    return List.of(
        Column.text("Last Seen", "When it last happened."),
        Column.text("Type", "Normal or Warning."),
        Column.text("Reason", "What happened, in one word."),
        Column.text("Object", "To what it happened."),
        Column.text("Subobject", "To which part of it.").wide(),
        Column.text("Source", "Who says so.").wide(),
        Column.text("Message", "What happened, for people."),
        Column.text("First Seen", "When it first happened.").wide(),
        Column.number("Count", "How often it happened.").wide(),
        new Column("Name", "string", "name", "The event's name.", 1));
  }

  @Override
  public ArrayNode row(KubeObject event, Instant now) {
    JsonNode series = event.at("series");
    String first = Ages.since(firstOf(event.at("firstTimestamp"), event.at("eventTime")), now);
    JsonNode lastTime = firstOf(series.path("lastObservedTime"), event.at("lastTimestamp"));
    String last = lastTime.isTextual() ? Ages.since(lastTime, now) : first;
    long count = series.isObject() ? series.path("count").asLong() : event.at("count").asLong(0);
    return Json.array()
        .add(last)
        .add(event.at("type").asText(""))
        .add(event.at("reason").asText(""))
        .add(target(event.at("involvedObject")))
        .add(event.at("involvedObject", "fieldPath").asText(""))
        .add(source(event))
        .add(event.at("message").asText("").strip())
        .add(first)
        .add(Math.max(1, count))
        .add(event.name());
  }

  private static JsonNode firstOf(JsonNode one, JsonNode other) {
    return one.isTextual() ? one : other;
  }

  private static String target(JsonNode object) {
    String kind = object.path("kind").asText("").toLowerCase(Locale.ROOT);
    String name = object.path("name").asText("");
    return name.isEmpty() ? kind : kind + "/" + name;
  }

  private static String source(KubeObject event) {
    String component = event.at("source", "component").asText("");
    String host = event.at("source", "host").asText("");
    if (component.isEmpty()) {
      component = event.at("reportingComponent").asText("");
      host = event.at("reportingInstance").asText("");
    }
    return host.isEmpty() ? component : component + ", " + host;
  }
}
