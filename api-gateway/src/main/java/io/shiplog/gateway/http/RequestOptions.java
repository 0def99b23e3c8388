package io.shiplog.gateway.http;

import io.shiplog.model.command.WriteOptions;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.FieldError;
import io.shiplog.model.error.Status;
import java.util.List;

/** The options that a write carries in its URL. */
final class RequestOptions {

  private static final List<String> VALIDATIONS = List.of("Ignore", "Warn", "Strict");
  private static final int MAX_MANAGER = 128;

  private RequestOptions() {}

  /**
   * Reads the options of a create, update or patch.
   *
   * @param kind the options' name in messages, such as {@code CreateOptions}
   * @throws ApiException 422 if one has a value that does not exist
   */
  static WriteOptions write(Exchange exchange, String kind) {
    Query query = exchange.query();
    String validation = query.text("fieldValidation");
    if (!validation.isEmpty() && !VALIDATIONS.contains(validation)) {
      throw invalid(kind, FieldError.notSupported("fieldValidation", validation, VALIDATIONS));
    }
    String manager = query.text("fieldManager");
    if (manager.length() > MAX_MANAGER) {
      throw invalid(kind, FieldError.tooLong("fieldManager", MAX_MANAGER));
    }
    return new WriteOptions(
        manager.isEmpty() ? userAgent(exchange) : manager,
        query.flag("force"),
        dryRun(query, kind),
        validation.isEmpty() ? "Warn" : validation);
  }

  /** Whether a request asks for a dry run. */
  static boolean dryRun(Query query, String kind) {
    String value = query.text("dryRun");
    if (!value.isEmpty() && !value.equals("All")) {
      throw invalid(kind, FieldError.notSupported("dryRun", value, List.of("All")));
    }
    return value.equals("All");
  }

  /** Without a manager of its own, a client is known by its program's name. */
  private static String userAgent(Exchange exchange) {
    String agent = exchange.request().getHeader("User-Agent");
    if (agent == null) {
      return "unknown";
    }
    String program = agent.split("/", 2)[0];
    return program.substring(0, Math.min(program.length(), MAX_MANAGER));
  }

  static ApiException invalid(String kind, FieldError error) {
    return new ApiException(
        new Status(
            422,
            "Invalid",
            kind + ".meta.k8s.io \"\" is invalid: " + error,
            new Status.Details(
                null,
                "meta.k8s.io",
                kind,
                null,
                List.of(new Status.Cause(error.reason(), error.message(), error.field())),
                0)));
  }
}
