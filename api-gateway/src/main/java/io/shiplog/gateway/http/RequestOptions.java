package io.shiplog.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Json;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.FieldError;
import io.shiplog.model.error.Status;
import java.util.List;
import java.util.Optional;

/** The options that a write carries in its URL. */
final class RequestOptions {

  private static final List<String> VALIDATIONS = List.of("", "Ignore", "Strict", "Warn");
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
    if (!VALIDATIONS.contains(validation)) {
      throw invalid(kind, FieldError.notSupported("fieldValidation", validation, VALIDATIONS));
    }
    String manager = query.text("fieldManager");
    if (manager.length() > MAX_MANAGER) {
      throw invalid(kind, FieldError.tooLong("fieldManager", MAX_MANAGER));
    }
    unprintable(manager)
        .ifPresent(
            wrong -> {
              throw invalid(kind, wrong);
            });
    return new WriteOptions(
        manager.isEmpty() ? userAgent(exchange) : manager,
        query.flag("force"),
        dryRun(query, kind),
        validation.isEmpty() ? "Warn" : validation);
  }

  /** Whether a request asks for a dry run. */
  static boolean dryRun(Query query, String kind) {
    List<String> values = query.has("dryRun") ? List.of(query.text("dryRun")) : List.of();
    return dryRun(values, kind);
  }

  /** The same for the values that a body has. */
  static boolean dryRun(List<String> values, String kind) {
    if (!List.of("All").containsAll(values)) {
      JsonNode shown = Json.MAPPER.valueToTree(values);
      throw invalid(kind, FieldError.notSupported("dryRun", shown, List.of("All")));
    }
    return !values.isEmpty();
  }

  /** A manager's name must be one that can be shown. */
  private static Optional<FieldError> unprintable(String manager) {
    for (int i = 0; i < manager.length(); i++) {
      char c = manager.charAt(i);
      if (Character.isISOControl(c)) {
        String code = "%02x".formatted((int) c);
        String shown = "\"" + manager.replace(String.valueOf(c), "\\x" + code) + "\"";
        return Optional.of(
            new FieldError(
                "FieldValueInvalid",
                "fieldManager",
                "Invalid value: %s: invalid character U+%04X (at position %d)"
                    .formatted(shown, (int) c, i)));
      }
    }
    return Optional.empty();
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
