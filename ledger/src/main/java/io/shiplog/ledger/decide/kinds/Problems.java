package io.shiplog.ledger.decide.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.error.FieldError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Collects everything that is wrong with an object, so that its writer hears all of it at once. */
final class Problems {

  private static final String NEGATIVE = "must be greater than or equal to 0";

  private final List<FieldError> found = new ArrayList<>();

  /** What was collected so far, in order. */
  List<FieldError> found() {
    return List.copyOf(found);
  }

  void add(FieldError error) {
    found.add(error);
  }

  void required(Field field, String detail) {
    found.add(FieldError.required(field.path(), detail));
  }

  /** The field's own value is wrong. */
  void invalid(Field field, String detail) {
    found.add(FieldError.invalid(field.path(), shown(field.node()), detail));
  }

  /** The field is wrong because of some other value, which is shown. */
  void invalid(Field field, Object value, String detail) {
    found.add(FieldError.invalid(field.path(), value, detail));
  }

  void forbidden(Field field, String detail) {
    found.add(FieldError.forbidden(field.path(), detail));
  }

  void duplicate(Field field, Object value) {
    found.add(FieldError.duplicate(field.path(), value));
  }

  void notFound(Field field, Object value) {
    found.add(FieldError.notFound(field.path(), value));
  }

  void tooLong(Field field, int bytes) {
    found.add(FieldError.tooLong(field.path(), bytes));
  }

  /** One error for each message about the field's text. */
  void invalidAll(Field field, List<String> messages) {
    messages.forEach(message -> invalid(field, field.text(), message));
  }

  /** Demands a value; says whether there is one. */
  boolean demand(Field field) {
    if (field.isEmpty()) {
      required(field, "");
      return false;
    }
    return true;
  }

  /** Demands a text, and that it has the form. */
  void demand(Field field, Function<String, List<String>> form) {
    if (demand(field)) {
      invalidAll(field, form.apply(field.text()));
    }
  }

  /** Where there is a text, it must have the form. */
  void form(Field field, Function<String, List<String>> form) {
    if (!field.isEmpty()) {
      invalidAll(field, form.apply(field.text()));
    }
  }

  /** Where there is a value, it must be one of these. */
  void oneOf(Field field, List<String> supported) {
    if (!field.isEmpty() && !supported.contains(field.text())) {
      found.add(FieldError.notSupported(field.path(), field.text(), supported));
    }
  }

  /** There must be a value, and it must be one of these. */
  void demandOneOf(Field field, List<String> supported) {
    if (demand(field)) {
      oneOf(field, supported);
    }
  }

  void notSupported(Field field, Object value, List<String> supported) {
    found.add(FieldError.notSupported(field.path(), value, supported));
  }

  /** Where there is a number, it must not be negative. */
  void nonNegative(Field field) {
    if (field.isSet() && field.number() < 0) {
      invalid(field, NEGATIVE);
    }
  }

  /** Where there is a number, it must be in a range, bounds included. */
  void between(Field field, long least, long most) {
    if (field.isSet() && (field.number() < least || field.number() > most)) {
      invalid(field, "must be between " + least + " and " + most + ", inclusive");
    }
  }

  /** A number that must be a port. */
  void port(Field field) {
    between(field, 1, 65535);
  }

  /** No two entries may have the same value in a field; empty values do not count. */
  void unique(List<Field> items, String name) {
    Set<String> seen = new HashSet<>();
    for (Field item : items) {
      Field field = item.at(name);
      if (!field.isEmpty() && !seen.add(field.text())) {
        duplicate(field, field.text());
      }
    }
  }

  /** The field must be what it was. */
  void immutable(Field field, JsonNode before) {
    if (!Semantics.equal(field.node(), before)) {
      found.add(FieldError.immutable(field.path(), shown(field.node())));
    }
  }

  private static Object shown(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    return node.isTextual() ? node.asText() : node;
  }
}
