package io.shiplog.gateway.http;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * {@code /healthz}, {@code /livez} and {@code /readyz}, each of their checks under its own path,
 * and {@code ?verbose} and {@code ?exclude=}.
 */
public final class Health {

  private static final Check PING = new Check("ping", () -> true);

  private final List<Check> readiness;
  private final Supplier<List<String>> alarms;
  private final Consumer<Boolean> repair;

  /**
   * One thing that must hold.
   *
   * @param name as it is listed
   * @param holds whether it does; must not block
   */
  public record Check(String name, BooleanSupplier holds) {}

  /**
   * A process is alive when it answers, and ready when these hold as well.
   *
   * @param alarms what somebody has to look at though the process does its work; anybody may read
   *     it, so it names no object
   * @param repair begins to mend a log that is not whole; it is told whether to go on without what
   *     is lost
   */
  public Health(List<Check> readiness, Supplier<List<String>> alarms, Consumer<Boolean> repair) {
    this.alarms = alarms;
    this.repair = repair;
    this.readiness = List.copyOf(readiness);
  }

  /**
   * The answer to {@code POST /repair}, for which {@code ?acceptLoss=true} may stand: that the
   * repair has begun. What comes of it shows among the alarms.
   */
  Answer repair(Query query) {
    repair.accept(query.flag("acceptLoss"));
    return Answer.text(202, "the repair begins; /readyz?verbose tells what comes of it\n");
  }

  /** The answer to a path; empty if it is none of health's. */
  Optional<Answer> answer(String path, Query query) {
    String[] parts = path.split("/", 3);
    if (parts.length < 2) {
      return Optional.empty();
    }
    String endpoint = parts[1];
    List<Check> checks;
    switch (endpoint) {
      case "livez" -> checks = List.of(PING);
      case "healthz", "readyz" -> checks = all();
      default -> {
        return Optional.empty();
      }
    }
    if (parts.length == 3) {
      String name = parts[2];
      return checks.stream()
          .filter(check -> check.name().equals(name))
          .findFirst()
          .map(check -> report(endpoint, List.of(check), query));
    }
    String excluded = query.text("exclude");
    return Optional.of(
        report(
            endpoint,
            checks.stream().filter(check -> !check.name().equals(excluded)).toList(),
            query));
  }

  private List<Check> all() {
    List<Check> all = new java.util.ArrayList<>(List.of(PING));
    all.addAll(readiness);
    return all;
  }

  private Answer report(String endpoint, List<Check> checks, Query query) {
    StringBuilder text = new StringBuilder();
    boolean fine = true;
    for (Check check : checks) {
      boolean holds = check.holds().getAsBoolean();
      fine &= holds;
      text.append(holds ? "[+]" : "[-]").append(check.name());
      text.append(holds ? " ok\n" : " failed: reason withheld\n");
    }
    List<String> raised = alarms.get();
    if (fine && !query.has("verbose")) {
      return Answer.text(200, "ok");
    }
    raised.forEach(alarm -> text.append("[!]").append(alarm).append('\n'));
    text.append(endpoint).append(fine ? " check passed\n" : " check failed\n");
    return Answer.text(fine ? 200 : 500, text.toString());
  }
}
