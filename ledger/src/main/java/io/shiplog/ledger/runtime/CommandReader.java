package io.shiplog.ledger.runtime;

import io.shiplog.model.command.Command;
import io.shiplog.model.command.Outcome;
import io.shiplog.model.error.Status;
import io.shiplog.topics.CommandRecords;
import io.shiplog.topics.Headers;
import io.shiplog.topics.Limits;
import io.shiplog.topics.SecretSeal;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Makes commands of records. Anyone may write to {@code commands}, so nothing that is found there
 * may stop the ledger: what cannot be read is refused, by an outcome that names the record.
 */
final class CommandReader {

  private static final int MAX_USER = 1024;

  private final CommandRecords records;

  CommandReader(SecretSeal seal) {
    this.records = new CommandRecords(seal);
  }

  /** Either a command, under an id that its outcome can carry, or the outcome that refuses it. */
  record Reading(Command command, Outcome refusal) {}

  /** Reads one record. */
  Reading read(ConsumerRecord<String, byte[]> record) {
    String position = position(record);
    String header = Headers.text(record.headers(), Headers.COMMAND_ID);
    String id = header.isEmpty() ? position : header;
    if (id.length() > Limits.MAX_ID_CHARS) {
      return refuse(
          position, "the command's id is longer than " + Limits.MAX_ID_CHARS + " characters");
    }
    Command command;
    try {
      command = records.read(record.value());
    } catch (IllegalArgumentException | StackOverflowError e) {
      return refuse(id, "the record at " + position + " is not a command: " + e.getMessage());
    }
    if (!command.id().isEmpty()) {
      id = command.id();
    }
    if (id.length() > Limits.MAX_ID_CHARS || command.user().name().length() > MAX_USER) {
      return refuse(
          position,
          "a command's id may have "
              + Limits.MAX_ID_CHARS
              + " characters and its user's name "
              + MAX_USER);
    }
    if (command.shard() != record.partition()) {
      return refuse(
          id,
          "the record at "
              + position
              + " is on the wrong partition: "
              + command.key().resource()
              + " belong to partition "
              + command.shard());
    }
    return new Reading(new Command(id, command.user(), command.operations()), null);
  }

  /** The id under which a record is refused that nobody dares to read. */
  String id(ConsumerRecord<String, byte[]> record) {
    String header = Headers.text(record.headers(), Headers.COMMAND_ID);
    return header.isEmpty() || header.length() > Limits.MAX_ID_CHARS ? position(record) : header;
  }

  private static String position(ConsumerRecord<String, byte[]> record) {
    return record.topic() + "-" + record.partition() + "@" + record.offset();
  }

  private static Reading refuse(String id, String why) {
    return new Reading(null, Outcome.rejected(id, Status.badRequest(Texts.shorten(why))));
  }
}
