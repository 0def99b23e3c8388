package io.shiplog.deployment.decide;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.Names;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.WriteOptions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What an Event says.
 *
 * @param type {@code Normal} or {@code Warning}
 * @param reason one word for machines
 * @param message for people
 * @param occasion what tells this happening from another with the same words; the same occasion
 *     told twice is one Event
 */
public record EventNote(String type, String reason, String message, String occasion) {

  /** Something went as it should. */
  public static EventNote normal(String reason, String message, Object occasion) {
    return new EventNote("Normal", reason, message, occasion.toString());
  }

  /** Something that people should know of. */
  public static EventNote warning(String reason, String message, Object occasion) {
    return new EventNote("Warning", reason, message, occasion.toString());
  }

  /** The creation of the Event, on the Events' own shard. */
  Operation operation(KubeObject about, String component, Instant now) {
    String namespace = about.namespace().isEmpty() ? "default" : about.namespace();
    String digest = Names.uid(about.uid(), reason, message, occasion).replace("-", "");
    String name = about.name() + "." + digest.substring(0, 16);
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    ObjectNode event = Json.object().put("apiVersion", "v1").put("kind", "Event");
    event.putObject("metadata").put("name", name).put("namespace", namespace);
    ObjectNode involved = event.putObject("involvedObject");
    involved.put("apiVersion", about.apiVersion()).put("kind", about.kind());
    if (!about.namespace().isEmpty()) {
      involved.put("namespace", about.namespace());
    }
    involved.put("name", about.name()).put("uid", about.uid());
    involved.put("resourceVersion", Long.toString(about.resourceVersion()));
    event.put("type", type).put("reason", reason).put("message", message);
    event.put("firstTimestamp", time).put("lastTimestamp", time).put("count", 1);
    event.putObject("source").put("component", component);
    event.put("reportingComponent", component).put("reportingInstance", "");
    return Operation.create(
        Catalogue.EVENTS.key(namespace, name), event, WriteOptions.by(component));
  }
}
