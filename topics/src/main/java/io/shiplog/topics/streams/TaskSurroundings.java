package io.shiplog.topics.streams;

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
 */
public record TaskSurroundings(
    ObjectsTail tail, Predicate<String> inboxes, Function<byte[], KubeObject> reader) {

  /** Of a task whose driver hands over every record itself, and where every inbox exists. */
  public static TaskSurroundings plain(SecretSeal seal) {
    return new TaskSurroundings(ObjectsTail.NONE, node -> true, objectReader(seal));
  }

  /** Makes objects of the values in {@code objects}. */
  static Function<byte[], KubeObject> objectReader(SecretSeal seal) {
    return value -> new KubeObject(Json.parseWritten(seal.open(value)));
  }
}
