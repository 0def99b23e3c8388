package io.shiplog.model.reconcile;

import java.time.Instant;
import java.util.List;

/**
 * A level-triggered service. Each call sees the table as it is now, with the change already
 * applied, and answers with what should be done about the difference between desired state and
 * reality. Calls may repeat and may come late: acting twice must be harmless.
 *
 * <p>A reactor may remember things, but whatever it remembers must follow from the table and the
 * calls since {@link #start}; it has no clock, no random and no I/O.
 */
public interface Reactor {

  /** Called once, when the table has been restored from the log. */
  List<Effect> start(ObjectTable table, Instant now);

  /** Called after each change of the table. */
  List<Effect> changed(ObjectTable table, Change change, Instant now);

  /**
   * Called when all changes that came together have been told, and again until it answers with
   * nothing: for what is worth doing once for many changes. Changes that come alone are followed by
   * it, too.
   */
  default List<Effect> settled(ObjectTable table, Instant now) {
    return List.of();
  }

  /** Called about once a second, for what depends on time; {@link #settled} follows. */
  List<Effect> tick(ObjectTable table, Instant now);
}
