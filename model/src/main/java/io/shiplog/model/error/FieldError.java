package io.shiplog.model.error;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;

/**
 * One thing wrong with one field, worded as kube-apiserver words it (apimachinery, package {@code
 * validation/field}).
 *
 * @param reason a cause reason of the API, such as {@code FieldValueInvalid}
 * @param field path such as {@code spec.containers[0].name}
 * @param message what is wrong, without the path
 */
public record FieldError(String reason, String field, String message) {

  public static FieldError required(String field, String detail) {
    return new FieldError("FieldValueRequired", field, join("Required value", detail));
  }

  /** The value is not allowed; it is shown as JSON. */
  public static FieldError invalid(String field, Object value, String detail) {
    return new FieldError(
        "FieldValueInvalid", field, join("Invalid value: " + show(value), detail));
  }

  public static FieldError notSupported(String field, Object value, List<String> supported) {
    StringBuilder list = new StringBuilder();
    supported.forEach(one -> list.append(list.isEmpty() ? "" : ", ").append(show(one)));
    return new FieldError(
        "FieldValueNotSupported",
        field,
        "Unsupported value: " + show(value) + ": supported values: " + list);
  }

  public static FieldError duplicate(String field, Object value) {
    return new FieldError("FieldValueDuplicate", field, "Duplicate value: " + show(value));
  }

  public static FieldError forbidden(String field, String detail) {
    return new FieldError("FieldValueForbidden", field, join("Forbidden", detail));
  }

  public static FieldError notFound(String field, Object value) {
    return new FieldError("FieldValueNotFound", field, "Not found: " + show(value));
  }

  public static FieldError tooLong(String field, int max) {
    return new FieldError(
        "FieldValueTooLong", field, "Too long: may not be more than " + max + " bytes");
  }

  /** An update tried to change a field that is fixed at creation. */
  public static FieldError immutable(String field, Object value) {
    return invalid(field, value, "field is immutable");
  }

  /** Path and message, as kubectl shows it. */
  @Override
  public String toString() {
    return field + ": " + message;
  }

  private static String join(String head, String detail) {
    return detail.isEmpty() ? head : head + ": " + detail;
  }

  private static String show(Object value) {
    if (value instanceof JsonNode node) {
      return node.toString();
    }
    return value instanceof Number || value instanceof Boolean || value == null
        ? String.valueOf(value)
        : TextNode.valueOf(value.toString()).toString();
  }
}
