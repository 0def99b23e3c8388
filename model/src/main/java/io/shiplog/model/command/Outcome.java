package io.shiplog.model.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.error.Status;
import java.util.List;

/**
 * What became of a command: one record of {@code outcomes}. Every command has exactly one.
 *
 * @param commandId the command's id; for a record that could not be read, its topic, partition and
 *     offset as {@code commands-0@17}
 * @param result accepted, unchanged or rejected
 * @param results one entry for each operation, in order; empty when rejected
 * @param status why it was rejected; null otherwise
 * @param warnings what the author should know though it was accepted, for people
 */
public record Outcome(
    String commandId,
    Result result,
    List<OperationResult> results,
    Status status,
    List<String> warnings) {

  /** The three ends a command can come to. */
  public enum Result {
    ACCEPTED,
    UNCHANGED,
    REJECTED
  }

  public Outcome {
    results = results == null ? List.of() : List.copyOf(results);
    warnings = warnings == null ? List.of() : List.copyOf(warnings);
  }

  /**
   * What became of one operation.
   *
   * @param key the object, with the name the ledger generated if it did
   * @param resourceVersion the object's version afterwards; the reader of {@code objects} has seen
   *     the write once it has reached it. 0 for a dry run
   * @param created whether the operation made the object (a 201, not a 200)
   * @param deleted whether the object is gone
   * @param object the object, only where {@code objects} does not carry it: for a dry run
   */
  public record OperationResult(
      ObjectKey key, long resourceVersion, boolean created, boolean deleted, ObjectNode object) {}

  /** An outcome of which there is nothing more to say. */
  public Outcome(String commandId, Result result, List<OperationResult> results, Status status) {
    this(commandId, result, results, status, List.of());
  }

  /** A rejection. */
  public static Outcome rejected(String commandId, Status status) {
    return new Outcome(commandId, Result.REJECTED, List.of(), status);
  }
}
