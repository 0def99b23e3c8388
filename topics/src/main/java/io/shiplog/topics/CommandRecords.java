package io.shiplog.topics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import io.shiplog.model.Json;
import io.shiplog.model.command.Command;
import java.io.IOException;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Commands as records of {@link Topics#COMMANDS} or of a node's outbox. */
public final class CommandRecords {

  /** Trees notice a field that stands in them twice; around the bodies there is no tree. */
  private static final ObjectReader READER =
      Json.MAPPER.readerFor(Command.class).with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

  private final SecretSeal seal;

  public CommandRecords(SecretSeal seal) {
    this.seal = seal;
  }

  /** The record of a command, on the partition of its shard. */
  public ProducerRecord<String, byte[]> toCommands(Command command) {
    return record(Topics.COMMANDS, command.shard(), command);
  }

  /** The same of a command that is decided once, however often it comes. */
  public ProducerRecord<String, byte[]> toCommandsOnce(Command command, String key) {
    ProducerRecord<String, byte[]> record = toCommands(command);
    Headers.put(record.headers(), Headers.ONCE, key);
    return record;
  }

  /** The record of a command in a node's outbox. */
  public ProducerRecord<String, byte[]> toOutbox(String node, Command command) {
    return record(Topics.observed(node), 0, command);
  }

  /** The value of a command's record, sealed where it touches a Secret. */
  public byte[] value(Command command) {
    byte[] plain = Json.bytes(command);
    boolean secret =
        command.operations().stream().anyMatch(op -> SecretSeal.covers(op.key().toString()));
    return secret ? seal.seal(plain) : plain;
  }

  /**
   * Reads a command.
   *
   * @throws IllegalArgumentException if the value is not one; the message says why
   */
  public Command read(byte[] value) {
    if (value == null) {
      throw new IllegalArgumentException("a command record without a value");
    }
    try {
      Command command = READER.readValue(seal.open(value));
      if (command == null || command.operations().isEmpty()) {
        throw new IllegalArgumentException("a command needs at least one operation");
      }
      command.operations().forEach(CommandRecords::check);
      return command;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a command: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("not a command: " + e.getMessage(), e);
    }
  }

  private static void check(io.shiplog.model.command.Operation operation) {
    if (operation == null || operation.verb() == null || operation.key() == null) {
      throw new IllegalArgumentException("an operation needs a verb and a key");
    }
  }

  private ProducerRecord<String, byte[]> record(String topic, int partition, Command command) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(topic, partition, command.key().toString(), value(command));
    Headers.put(record.headers(), Headers.COMMAND_ID, command.id());
    return record;
  }
}
