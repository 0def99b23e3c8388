package io.shiplog.gateway.http;

import io.shiplog.model.ResourceType;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.FieldError;
import io.shiplog.model.error.Status;
import java.util.List;

/**
 * Which version of the state a read asks for.
 *
 * @param given whether the request named a version other than 0
 * @param atLeast the version; 0 takes what is there
 * @param exact whether it must be that very version
 * @param latest whether it must see every write that was acknowledged before it: what a read asks
 *     for that names no version at all
 */
record ReadVersion(boolean given, long atLeast, boolean exact, boolean latest) {

  private static final List<String> MATCHES = List.of("Exact", "NotOlderThan", "");

  static ReadVersion ofGet(Query query) {
    return of(query, "");
  }

  private static ReadVersion of(Query query, String complaint) {
    long version = number(query, complaint);
    return new ReadVersion(version > 0, version, false, query.text("resourceVersion").isEmpty());
  }

  /**
   * Reads and checks what a list asks for. Source: apimachinery's {@code ValidateListOptions}.
   *
   * @throws ApiException 422 if the parameters contradict each other
   */
  static ReadVersion ofList(ResourceType type, Query query) {
    String match = query.text("resourceVersionMatch");
    String text = query.text("resourceVersion");
    boolean paging = !query.text("continue").isEmpty();
    if (query.has("sendInitialEvents")) {
      throw invalid(
          FieldError.forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"));
    }
    if (paging && !text.isEmpty() && !text.equals("0")) {
      throw new ApiException(
          Status.badRequest("specifying resource version is not allowed when using continue"));
    }
    if (match.isEmpty()) {
      return paging ? new ReadVersion(false, 0, false, false) : unmatched(query);
    }
    if (!MATCHES.contains(match)) {
      throw invalid(FieldError.notSupported("resourceVersionMatch", match, MATCHES));
    }
    if (text.isEmpty()) {
      throw invalid(
          FieldError.forbidden(
              "resourceVersionMatch",
              "resourceVersionMatch is forbidden unless resourceVersion is provided"));
    }
    if (paging) {
      throw invalid(
          FieldError.forbidden(
              "resourceVersionMatch",
              "resourceVersionMatch is forbidden when continue is provided"));
    }
    boolean exact = match.equals("Exact");
    if (exact && text.equals("0")) {
      throw invalid(
          FieldError.forbidden(
              "resourceVersionMatch",
              "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
    }
    long version = number(query, "invalid resource version: ");
    return new ReadVersion(version > 0, version, exact, false);
  }

  /** Before there was a match to ask for, whoever listed by pages got the very version. */
  private static ReadVersion unmatched(Query query) {
    ReadVersion version = of(query, "invalid resource version: ");
    boolean pages = query.number("limit").orElse(0) > 0;
    return pages && version.given()
        ? new ReadVersion(true, version.atLeast(), true, false)
        : version;
  }

  /** The same for a watch: one from a version need not wait until that is reached. */
  ReadVersion ofWatch() {
    return new ReadVersion(given, 0, exact, latest);
  }

  static ApiException invalid(FieldError error) {
    return new ApiException(
        new Status(
            422,
            "Invalid",
            "ListOptions.meta.k8s.io \"\" is invalid: " + error,
            new Status.Details(
                null,
                "meta.k8s.io",
                "ListOptions",
                null,
                List.of(new Status.Cause(error.reason(), error.message(), error.field())),
                0)));
  }

  private static long number(Query query, String complaint) {
    String text = query.text("resourceVersion");
    if (text.isEmpty()) {
      return 0;
    }
    try {
      return Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      throw new ApiException(
          Status.badRequest(
              complaint
                  + "resourceVersion: Invalid value: \""
                  + text
                  + "\": strconv.ParseUint: parsing \""
                  + text
                  + "\": invalid syntax"));
    }
  }
}
