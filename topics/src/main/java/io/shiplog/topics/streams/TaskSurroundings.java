package io.shiplog.topics.streams;

import io.shiplog.model.KubeObject;
import io.shiplog.model.reconcile.Effect;
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.SecretSeal;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What one task of a service is given besides its table and its records.
 *
 * @param tail reads what the restored table lacks
 * @param inboxes says, before a node's inbox is written to, whether it can be
 * @param reader makes an object, without managedFields, of a record's value; throws {@link
 *     IllegalArgumentException} if it cannot. An update that leaves managedFields out keeps them
 * @param polls tells where the records end that came together
 * @param published tells what the service has to take back if its object is gone
 * @param failures is told where a controller threw and was contained
 */
public record TaskSurroundings(
    ObjectsTail tail,
    Predicate<String> inboxes,
    Function<byte[], KubeObject> reader,
    PollEnds polls,
    Published published,
    Consumer<Effect.Failure> failures) {

  /** Of a task whose driver hands over every record itself, and where every inbox exists. */
  public static TaskSurroundings plain(SecretSeal seal) {
    return new TaskSurroundings(
        ObjectsTail.NONE,
        node -> true,
        objectReader(seal),
        PollEnds.EACH,
        Published.NOTHING,
        TaskSurroundings::rethrow);
  }

  /** For drivers who look for bugs: what a controller threw is thrown on. */
  public static void rethrow(Effect.Failure failure) {
    throw new IllegalStateException(
        failure.controller() + " failed at " + failure.key(), failure.thrown());
  }

  /** Makes objects of the values in {@code objects}, one of each content in this process. */
  public static Function<byte[], KubeObject> objectReader(SecretSeal seal) {
    ObjectRecords records = new ObjectRecords(seal);
    return value -> records.object(value).unmanaged();
  }
}
