package io.shiplog.gateway.intake;

import io.shiplog.gateway.intake.PendingCommands.Pending;
import io.shiplog.gateway.readmodel.LogListener;
import io.shiplog.gateway.readmodel.ObjectEvent;
import io.shiplog.gateway.readmodel.ReadModel;
import io.shiplog.gateway.readmodel.StoredObject;
import io.shiplog.model.Json;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Outcome;
import io.shiplog.model.error.Status;
import io.shiplog.topics.CommandRecords;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.Limits;
import io.shiplog.topics.SecretSeal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Sends commands and tells what became of them, once this gateway's own read model shows it: a
 * client that got its answer reads its own write. Thread-safe.
 */
public final class CommandBus implements LogListener, AutoCloseable {

  /** Why a command is refused that no record can hold, and that the ledger never hears of. */
  static final Status TOO_LARGE = Status.tooLarge("limit is " + Limits.MAX_REQUEST_BYTES);

  private final ReadModel model;
  private final CommandSender sender;
  private final CommandRecords records;
  private final PendingCommands pending;

  /**
   * A bus on that log.
   *
   * @param patience how long to wait for an outcome before answering with a timeout, which comes
   *     within the second that follows
   */
  public CommandBus(KafkaSettings kafka, SecretSeal seal, ReadModel model, Duration patience) {
    this.model = model;
    this.records = new CommandRecords(seal);
    this.pending = new PendingCommands(patience);
    this.sender = new CommandSender(kafka);
    model.listen(this);
  }

  /**
   * Sends a command. The result never fails with an exception: what goes wrong on the way is a
   * rejection with status 413 (no record can hold it), 503 (not sent) or 504 (nobody knows: it may
   * yet be carried out). It completes on a thread that must not be blocked.
   */
  public CompletionStage<CommandResult> submit(Command command) {
    return submit(command, records.toCommands(command));
  }

  /**
   * The same for a command that is decided once, however often it is sent: whoever sends it again
   * gets the first outcome.
   *
   * @param key by which the ledger knows it again
   */
  public CompletionStage<CommandResult> submitOnce(Command command, String key) {
    return submit(command, records.toCommandsOnce(command, key));
  }

  private CompletionStage<CommandResult> submit(
      Command command, ProducerRecord<String, byte[]> record) {
    CompletableFuture<CommandResult> result = pending.add(command.id()).result();
    sender.send(
        record,
        pending.size(),
        result::isDone,
        (metadata, failure) -> {
          if (failure != null) {
            result.complete(unsent(command.id(), failure));
          }
        });
    return result;
  }

  @Override
  public boolean awaits(String commandId) {
    return pending.get(commandId) != null;
  }

  @Override
  public void changed(String commandId, ObjectEvent event) {
    Pending waiting = pending.get(commandId);
    if (waiting != null) {
      waiting.objects().put(event.key(), event.current());
    }
  }

  @Override
  public void decided(int shard, Outcome outcome) {
    Pending waiting = pending.get(outcome.commandId());
    if (waiting == null) {
      return;
    }
    if (outcome.result() == Outcome.Result.REJECTED) {
      waiting.result().complete(CommandResult.rejected(outcome));
      return;
    }
    long version = 0;
    for (Outcome.OperationResult one : outcome.results()) {
      version = Math.max(version, one.resourceVersion());
    }
    // A command's changes come before its outcome or wait for it below; no call runs beside
    // another.
    model.await(shard, version).thenRun(() -> waiting.result().complete(result(waiting, outcome)));
  }

  /** Stops sending; whoever still waits is answered by the timeout. */
  @Override
  public void close() {
    sender.close();
  }

  private CommandResult result(Pending waiting, Outcome outcome) {
    List<Optional<byte[]>> objects = new ArrayList<>();
    for (Outcome.OperationResult one : outcome.results()) {
      objects.add(object(waiting, one));
    }
    return new CommandResult(outcome, objects);
  }

  private Optional<byte[]> object(Pending waiting, Outcome.OperationResult one) {
    if (one.object() != null) {
      return Optional.of(Json.bytes(one.object()));
    }
    StoredObject captured = waiting.objects().get(one.key());
    return captured != null
        ? Optional.of(captured.bytes())
        : model.store().get(one.key()).map(StoredObject::bytes);
  }

  /**
   * What its author is told of a command that Kafka did not take. What failed in a way that passes
   * may be in the log nevertheless, its acknowledgement lost.
   */
  static CommandResult unsent(String commandId, Exception why) {
    if (why instanceof RecordTooLargeException) {
      return CommandResult.rejected(Outcome.rejected(commandId, TOO_LARGE));
    }
    String text = "the command could not be sent: " + why.getMessage();
    boolean closed = why instanceof IllegalStateException;
    boolean refused = why instanceof ApiException && !(why instanceof RetriableException);
    return closed || refused
        ? CommandResult.rejected(Outcome.rejected(commandId, Status.unavailable(text, 1)))
        : CommandResult.undecided(commandId, text);
  }
}
