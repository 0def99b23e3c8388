package io.shiplog.gateway.intake;

import io.shiplog.gateway.decide.NodeCommands;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Outcome;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.error.Status;
import io.shiplog.topics.CommandRecords;
import io.shiplog.topics.Headers;
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.SecretSeal;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/**
 * What becomes of a record in a node's outbox: a command in the node's name, or an outcome that
 * refuses it. Whatever stands in the record, there is an answer.
 */
public final class OutboxAnswers {

  private static final Logger LOG = Logger.getLogger(OutboxAnswers.class);
  private static final int PREFIX = "node.".length();
  private static final int SUFFIX = ".observed".length();

  private final CommandRecords commands;
  private final ObjectRecords outcomes;
  private final Function<ObjectKey, Optional<KubeObject>> objects;

  /**
   * Answers that rest on what a gateway knows.
   *
   * @param objects the current objects
   */
  public OutboxAnswers(SecretSeal seal, Function<ObjectKey, Optional<KubeObject>> objects) {
    this.commands = new CommandRecords(seal);
    this.outcomes = new ObjectRecords(seal);
    this.objects = objects;
  }

  /** The record that goes out for one of an outbox. It goes by its id, or else by its place. */
  public ProducerRecord<String, byte[]> answer(ConsumerRecord<String, byte[]> record) {
    String topic = record.topic();
    String node = topic.substring(PREFIX, topic.length() - SUFFIX);
    String id = Headers.text(record.headers(), Headers.COMMAND_ID);
    String name = id.isEmpty() ? topic + "@" + record.offset() : id;
    try {
      Command read = commands.read(record.value());
      Command command = new Command(name, UserInfo.node(node), read.operations());
      Optional<String> refusal = NodeCommands.refusal(node, command, objects);
      return refusal
          .map(why -> refused(name, command.shard(), forbidden(why)))
          .orElseGet(() -> commands.toCommands(command));
    } catch (IllegalArgumentException e) {
      return refused(name, 0, Status.badRequest(e.getMessage()));
    } catch (RuntimeException | StackOverflowError e) {
      // One record that we cannot cope with must not hold up every node.
      LOG.errorf(e, "a bug: command %s could not be judged and is refused", name);
      return refused(
          name, 0, Status.internal("command " + name + " could not be judged; see the log"));
    }
  }

  private ProducerRecord<String, byte[]> refused(String id, int shard, Status status) {
    return outcomes.toOutcomes(shard, Outcome.rejected(id, status));
  }

  private static Status forbidden(String why) {
    return new Status(403, "Forbidden", why, null);
  }
}
