package io.shiplog.model.error;

import io.shiplog.model.ResourceType;
import java.util.ArrayList;
import java.util.List;

/**
 * A failure as the Kubernetes API tells it (apimachinery, package {@code api/errors}).
 *
 * @param code HTTP status code
 * @param reason machine-readable reason, such as {@code NotFound}
 * @param message for people
 * @param details what it is about; may be null
 */
public record Status(int code, String reason, String message, Details details) {

  /**
   * What a failure is about.
   *
   * @param name object's name
   * @param group API group of the resource
   * @param kind plural resource name, except for {@code Invalid}, where it is the kind
   * @param uid the object's uid
   * @param causes one entry for each thing wrong
   * @param retryAfterSeconds when trying again makes sense; 0 where that is not known
   */
  public record Details(
      String name,
      String group,
      String kind,
      String uid,
      List<Cause> causes,
      int retryAfterSeconds) {
    public Details {
      causes = causes == null ? List.of() : List.copyOf(causes);
    }
  }

  /** One thing wrong. */
  public record Cause(String reason, String message, String field) {}

  public static Status notFound(ResourceType type, String name) {
    return about(404, "NotFound", type, name, qualified(type) + " \"" + name + "\" not found");
  }

  /** A path or kind that is not served. */
  public static Status noSuchResource() {
    return new Status(
        404,
        "NotFound",
        "the server could not find the requested resource",
        new Details(null, null, null, null, List.of(), 0));
  }

  public static Status alreadyExists(ResourceType type, String name) {
    return about(
        409, "AlreadyExists", type, name, qualified(type) + " \"" + name + "\" already exists");
  }

  /** The write came from a stale view of the object, or a precondition does not hold. */
  public static Status conflict(ResourceType type, String name, String why) {
    return about(
        409,
        "Conflict",
        type,
        name,
        "Operation cannot be fulfilled on " + qualified(type) + " \"" + name + "\": " + why);
  }

  /** The usual wording when a resourceVersion is stale. */
  public static Status stale(ResourceType type, String name) {
    return conflict(
        type,
        name,
        "the object has been modified; please apply your changes to the latest version and try"
            + " again");
  }

  /** Server-side apply ran into fields that others own. */
  public static Status applyConflict(String message, List<Cause> causes) {
    return new Status(409, "Conflict", message, new Details(null, null, null, null, causes, 0));
  }

  public static Status forbidden(ResourceType type, String name, String why) {
    return about(
        403,
        "Forbidden",
        type,
        name,
        qualified(type) + (name.isEmpty() ? "" : " \"" + name + "\"") + " is forbidden: " + why);
  }

  public static Status badRequest(String message) {
    return new Status(400, "BadRequest", message, null);
  }

  public static Status unauthorized() {
    return new Status(401, "Unauthorized", "Unauthorized", null);
  }

  public static Status methodNotAllowed() {
    return new Status(
        405,
        "MethodNotAllowed",
        "the server does not allow this method on the requested resource",
        new Details(null, null, null, null, List.of(), 0));
  }

  public static Status unsupportedMediaType(String message) {
    return new Status(415, "UnsupportedMediaType", message, null);
  }

  /** More than is taken at once; behind "Request entity too large" stands what is. */
  public static Status tooLarge(String why) {
    return new Status(413, "RequestEntityTooLarge", "Request entity too large: " + why, null);
  }

  /** The asked-for resourceVersion is no longer in the window; the client lists again. */
  public static Status expired(String message) {
    return new Status(410, "Expired", message, null);
  }

  /** More is asked for at once than can be served; the same again is welcome after some seconds. */
  public static Status tooManyRequests(int retryAfterSeconds) {
    return new Status(
        429,
        "TooManyRequests",
        "Too many requests, please try again later.",
        new Details(null, null, null, null, List.of(), retryAfterSeconds));
  }

  /** Try again after that many seconds. */
  public static Status unavailable(String message, int retryAfterSeconds) {
    return new Status(
        503,
        "ServiceUnavailable",
        message,
        new Details(null, null, null, null, List.of(), retryAfterSeconds));
  }

  public static Status timeout(String message) {
    return new Status(504, "Timeout", message, new Details(null, null, null, null, List.of(), 1));
  }

  /** A bug of ours; the message says where to look. */
  public static Status internal(String message) {
    return new Status(500, "InternalError", "Internal error occurred: " + message, null);
  }

  /** Every field error of an object, in one answer. */
  public static Status invalid(ResourceType type, String name, List<FieldError> errors) {
    List<Cause> causes = new ArrayList<>();
    errors.forEach(e -> causes.add(new Cause(e.reason(), e.message(), e.field())));
    String what = type.group().isEmpty() ? type.kind() : type.kind() + "." + type.group();
    String all =
        errors.size() == 1
            ? errors.getFirst().toString()
            : "[" + String.join(", ", errors.stream().map(FieldError::toString).toList()) + "]";
    return new Status(
        422,
        "Invalid",
        what + " \"" + name + "\" is invalid: " + all,
        new Details(name, type.group(), type.kind(), null, causes, 0));
  }

  private static Status about(
      int code, String reason, ResourceType type, String name, String message) {
    return new Status(
        code, reason, message, new Details(name, type.group(), type.plural(), null, List.of(), 0));
  }

  private static String qualified(ResourceType type) {
    return type.qualifiedName();
  }
}
