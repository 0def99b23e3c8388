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

  /** A whole number that is not negative; empty if it is absent. */
  OptionalLong number(String name) {
    String value = text(name);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      long number = Long.parseLong(value);
      if (number >= 0) {
        return OptionalLong.of(number);
      }
    } catch (NumberFormatException e) {
      throw bad(name, value);
    }
    throw bad(name, value);
  }

  private static ApiException bad(String name, String value) {
    return new ApiException(
        Status.badRequest(
            name + ": Invalid value: \"" + value + "\": must be a whole number, 0 or more"));
  }
}
