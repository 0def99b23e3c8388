package io.shiplog.gateway.intake;

import io.shiplog.ledger.decide.NodeCommands;
import io.shiplog.ledger.runtime.Texts;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Outcome;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.error.Status;
import io.shiplog.topics.CommandRecords;
import io.shiplog.topics.Headers;
import io.shiplog.topics.Limits;
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
    String name = name(record);
    try {
      if (Headers.text(record.headers(), Headers.COMMAND_ID).length() > Limits.MAX_ID_CHARS) {
        throw new IllegalArgumentException(
            "the command's id is longer than " + Limits.MAX_ID_CHARS + " characters");
      }
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

  /** What goes out instead where the answer is too large for a record. */
  ProducerRecord<String, byte[]> tooLarge(ConsumerRecord<String, byte[]> record) {
    return refused(name(record), 0, CommandBus.TOO_LARGE);
  }

  /** The command's id where it has one that can be used, else where the record stands. */
  private static String name(ConsumerRecord<String, byte[]> record) {
    String id = Headers.text(record.headers(), Headers.COMMAND_ID);
    boolean usable = !id.isEmpty() && id.length() <= Limits.MAX_ID_CHARS;
    return usable ? id : record.topic() + "@" + record.offset();
  }

  private ProducerRecord<String, byte[]> refused(String id, int shard, Status status) {
    Status told =
        new Status(
            status.code(), status.reason(), Texts.shorten(status.message()), status.details());
    return outcomes.toOutcomes(shard, Outcome.rejected(id, told));
  }

  private static Status forbidden(String why) {
    return new Status(403, "Forbidden", why, null);
  }
}
