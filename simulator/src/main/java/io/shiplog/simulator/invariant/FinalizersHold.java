package io.shiplog.simulator.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.KubeObject;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Verb;
import java.util.Optional;
import java.util.Set;

/**
 * An object that finalizers hold goes only by a write that takes the last of them off. The
 * collector's own two say how dependents are to go, and a delete may say that anew: in the
 * background, which needs neither.
 */
public final class FinalizersHold implements Invariant {

  private static final Set<String> COLLECTORS = Set.of("foregroundDeletion", "orphan");

  private final CommandsByName commands = new CommandsByName();

  @Override
  public Optional<String> afterStep(Evidence evidence) {
    for (Written written : evidence.news()) {
      if (written.after() == null && held(written.before()) && !released(evidence, written)) {
        return Optional.of(
            written.key()
                + " went by command "
                + written.commandId()
                + ", which leaves finalizers that held it: "
                + written.before().metadata().path("finalizers")
                + written.before().spec().path("finalizers"));
      }
    }
    return Optional.empty();
  }

  private static boolean held(KubeObject before) {
    return before != null
        && (!before.finalizers().isEmpty() || !before.spec().path("finalizers").isEmpty());
  }

  /** Whether the command that is said to have done it takes off whatever held the object. */
  private boolean released(Evidence evidence, Written written) {
    return commands.operations(evidence, written).stream()
        .anyMatch(operation -> releases(operation, written.before()));
  }

  private static boolean releases(Operation operation, KubeObject held) {
    boolean holdsSpec = !held.spec().path("finalizers").isEmpty();
    if (operation.verb() == Verb.DELETE) {
      boolean background =
          operation.delete() != null && "Background".equals(operation.delete().propagation());
      return background && !holdsSpec && COLLECTORS.containsAll(held.finalizers());
    }
    return (held.finalizers().isEmpty() || empties(operation, "metadata"))
        && (!holdsSpec || empties(operation, "spec"));
  }

  /** An update leaves out what it does not want; a patch says so. */
  private static boolean empties(Operation operation, String part) {
    JsonNode left = operation.body().path(part).path("finalizers");
    return left.isMissingNode() ? operation.verb() == Verb.UPDATE : left.isEmpty();
  }
}
