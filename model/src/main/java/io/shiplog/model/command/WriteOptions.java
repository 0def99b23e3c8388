package io.shiplog.model.command;

/**
 * The options of a create, update or patch, as the API names them.
 *
 * @param fieldManager who owns the fields written; empty lets the ledger derive it from the user
 * @param force server-side apply only: take fields that another manager owns
 * @param dryRun decide, answer, change nothing
 * @param fieldValidation {@code Strict}, {@code Warn} or {@code Ignore}
 */
public record WriteOptions(
    String fieldManager, boolean force, boolean dryRun, String fieldValidation) {

  /** No manager, no force, no dry run, unknown fields dropped. */
  public static final WriteOptions DEFAULT = new WriteOptions("", false, false, "Ignore");

  public WriteOptions {
    fieldManager = fieldManager == null ? "" : fieldManager;
    fieldValidation = fieldValidation == null ? "Ignore" : fieldValidation;
  }

  /** The default options with a field manager. */
  public static WriteOptions by(String fieldManager) {
    return new WriteOptions(fieldManager, false, false, "Ignore");
  }
}
