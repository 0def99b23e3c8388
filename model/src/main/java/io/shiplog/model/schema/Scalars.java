package io.shiplog.model.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.shiplog.model.quantity.Quantity;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Base64;

/** Decodes plain values. */
final class Scalars {

  private static final String RFC3339 = "2006-01-02T15:04:05Z07:00";
  private static final String BASE64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  private Scalars() {}

  /** What became of a value. */
  sealed interface Result permits Kept, Mismatch, Malformed {}

  /** It may stand, in this form. */
  record Kept(JsonNode value) implements Result {}

  /** It is of another type. */
  record Mismatch(String found, String wanted) implements Result {}

  /** It is of the right type and cannot be read all the same. */
  record Malformed(String message) implements Result {}

  /** Decodes a value of a schema that is neither list nor object. */
  static Result decode(Schema schema, JsonNode value) {
    return switch (schema.type()) {
      case STRING -> text(schema, value);
      case BOOLEAN -> kept(value.isBoolean(), schema, value);
      case INTEGER -> integer(GoTypes.name(schema), value);
      case NUMBER -> kept(value.isNumber(), schema, value);
      case INT_OR_STRING ->
          schema.format().equals(Schemas.QUANTITY)
              ? quantity(value)
              : value.isTextual() ? new Kept(value) : integer("int32", value);
      default -> throw new IllegalArgumentException(schema.type() + " is no plain type");
    };
  }

  private static Result kept(boolean matches, Schema schema, JsonNode value) {
    return matches ? new Kept(value) : new Mismatch(GoTypes.found(value), GoTypes.name(schema));
  }

  private static Result integer(String wanted, JsonNode value) {
    if (!value.isNumber()) {
      return new Mismatch(GoTypes.found(value), wanted);
    }
    boolean fits =
        value.isIntegralNumber()
            && (wanted.equals("int32") ? value.canConvertToInt() : value.canConvertToLong());
    return fits ? new Kept(value) : new Mismatch("number " + value.asText(), wanted);
  }

  private static Result quantity(JsonNode value) {
    try {
      return new Kept(TextNode.valueOf(Quantity.parse(value).toString()));
    } catch (IllegalArgumentException e) {
      return new Malformed(e.getMessage());
    }
  }

  private static Result text(Schema schema, JsonNode value) {
    return switch (schema.format()) {
      case "date-time" ->
          value.isTextual() ? time(value) : new Mismatch(GoTypes.found(value), "string");
      case "byte" -> value.isTextual() ? bytes(value) : kept(false, schema, value);
      default -> kept(value.isTextual(), schema, value);
    };
  }

  private static Result time(JsonNode value) {
    String text = value.textValue();
    try {
      OffsetDateTime.parse(text);
      return new Kept(value);
    } catch (DateTimeException e) {
      return new Malformed(
          "parsing time \"%s\" as \"%s\": cannot parse \"%s\" as \"2006\""
              .formatted(text, RFC3339, text));
    }
  }

  private static Result bytes(JsonNode value) {
    int wrong = firstIllegalByte(value.textValue());
    return wrong < 0
        ? new Kept(canonical(value))
        : new Malformed("illegal base64 data at input byte " + wrong);
  }

  /** As Go writes what it read: without line ends, nor bits behind the last byte. */
  private static JsonNode canonical(JsonNode value) {
    String text = value.textValue();
    String plain =
        text.indexOf('\n') < 0 && text.indexOf('\r') < 0
            ? text
            : text.replace("\n", "").replace("\r", "");
    if (plain.endsWith("=")) {
      int last = plain.length() - 4;
      byte[] bytes = Base64.getDecoder().decode(plain.substring(last));
      plain = plain.substring(0, last) + Base64.getEncoder().encodeToString(bytes);
    }
    return plain.equals(text) ? value : TextNode.valueOf(plain);
  }

  /** Where standard, padded base64 goes wrong, line breaks aside; -1 where it does not. */
  private static int firstIllegalByte(String text) {
    int digits = 0;
    int padding = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\r' || c == '\n') {
        continue;
      }
      if (c == '=' && digits % 4 + padding >= 2 && padding < 2) {
        padding++;
      } else if (padding > 0 || BASE64.indexOf(c) < 0) {
        return i;
      } else {
        digits++;
      }
    }
    return (digits + padding) % 4 == 0 ? -1 : text.length();
  }
}
