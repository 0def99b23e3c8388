package io.shiplog.topics.streams;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.topics.SecretSeal;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What one task of a service is given besides its table and its records.
 *
 * @param tail reads what the restored table lacks
 * @param inboxes says, before a node's inbox is written to, whether it can be
 * @param reader makes an object of a record's value; throws {@link IllegalArgumentException} if it
 *     cannot
 * @param polls tells where the records end that came together
 */
public record TaskSurroundings(
    ObjectsTail tail,
    Predicate<String> inboxes,
    Function<byte[], KubeObject> reader,
    PollEnds polls) {

  /** Of a task whose driver hands over every record itself, and where every inbox exists. */
  public static TaskSurroundings plain(SecretSeal seal) {
    return new TaskSurroundings(ObjectsTail.NONE, node -> true, objectReader(seal), PollEnds.EACH);
  }

  /** Makes objects of the values in {@code objects}. */
  static Function<byte[], KubeObject> objectReader(SecretSeal seal) {
    return value -> unmanaged(new KubeObject(Json.parseWritten(seal.open(value))));
  }

  /**
   * The object without its managedFields, sharing the rest. Who owns which fields is no concern of
   * reactors, and is half of what an object takes in memory; an update that leaves it out keeps it.
   */
  public static KubeObject unmanaged(KubeObject object) {
    if (!object.metadata().has("managedFields")) {
      return object;
    }
    ObjectNode metadata = Json.object().setAll((ObjectNode) object.metadata());
    metadata.remove("managedFields");
    ObjectNode json = Json.object().setAll(object.json());
    json.set("metadata", metadata);
    return new KubeObject(json);
  }
}
