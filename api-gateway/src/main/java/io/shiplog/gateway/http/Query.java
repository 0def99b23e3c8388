package io.shiplog.gateway.http;

import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import io.vertx.core.MultiMap;
import java.util.OptionalLong;

/** The query parameters of a request, read strictly. */
final class Query {

  private final MultiMap parameters;

  Query(MultiMap parameters) {
    this.parameters = parameters;
  }

  /** The first value of a parameter, or the empty string. */
  String text(String name) {
    String value = parameters.get(name);
    return value == null ? "" : value;
  }

  boolean has(String name) {
    return parameters.contains(name);
  }

  /** A flag as Go reads it: present and empty is true, as are 1, t and true. */
  boolean flag(String name) {
    if (!parameters.contains(name)) {
      return false;
    }
    return switch (text(name).toLowerCase(java.util.Locale.ROOT)) {
      case "", "1", "t", "true" -> true;
      default -> false;
    };
  }

  /**
   * A whole number; empty if it is absent.
   *
   * @throws ApiException 400 if it is none, in the words of Go's reader
   */
  OptionalLong number(String name) {
    String value = text(name);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(value));
    } catch (NumberFormatException e) {
      throw new ApiException(
          Status.badRequest("strconv.ParseInt: parsing \"" + value + "\": invalid syntax"));
    }
  }
}
