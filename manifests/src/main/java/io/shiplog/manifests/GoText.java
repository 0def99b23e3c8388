package io.shiplog.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.StringJoiner;
import java.util.TreeMap;

/** Values as Go shows them, where that reaches people: keys that are numbers, and errors. */
final class GoText {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final BigDecimal DECIMALS = new BigDecimal("1e21");

  private GoText() {}

  /**
   * A scalar as the JSON that Go makes of it: a number without a fraction is written as an integer.
   *
   * @throws YamlException if JSON has no such number
   */
  static JsonNode json(Object scalar, int line) {
    return switch (scalar) {
      case Boolean flag -> NODES.booleanNode(flag);
      case Long whole when whole.intValue() == whole -> NODES.numberNode(whole.intValue());
      case Long whole -> NODES.numberNode(whole.longValue());
      case BigInteger whole -> NODES.numberNode(whole);
      case Double number -> number(number, line);
      case String text -> NODES.textNode(text);
      default -> NODES.nullNode();
    };
  }

  private static JsonNode number(double number, int line) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      String shown = Double.isNaN(number) ? "NaN" : number > 0 ? "+Inf" : "-Inf";
      String problem = "json: unsupported value: " + shown;
      throw new YamlException(problem, problem, line);
    }
    if (number == Math.rint(number) && Math.abs(number) < DECIMALS.doubleValue()) {
      BigInteger whole = new BigDecimal(Double.toString(number)).toBigInteger();
      return json(whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : whole, line);
    }
    return NODES.numberNode(number);
  }

  /**
   * A key of a JSON object.
   *
   * @param value what stands under the key, for the error
   * @throws YamlException if a key cannot be this
   */
  static String key(Object scalar, JsonNode value, int line) {
    return switch (scalar) {
      case String text -> text;
      case Boolean flag -> flag.toString();
      case Long whole -> whole.toString();
      case Double number -> shortest(number);
      default -> {
        boolean none = scalar == Scalars.NULL;
        String problem =
            "unsupported map key of type: %s, key: %s, value: %s"
                .formatted(
                    none ? "%!s(<nil>)" : "uint64",
                    none ? "<nil>" : "0x" + ((BigInteger) scalar).toString(16),
                    value.isNull() ? "<nil>" : syntax(value));
        throw new YamlException(problem, problem, line);
      }
    };
  }

  /** A number in the fewest digits that tell it from others of 32 bits, Go's format g. */
  private static String shortest(double number) {
    if (Double.isNaN(number)) {
      return ".nan";
    }
    float narrow = (float) number;
    if (Float.isInfinite(narrow)) {
      return narrow > 0 ? ".inf" : "-.inf";
    }
    if (narrow == 0) {
      return 1 / narrow < 0 ? "-0" : "0";
    }
    return shortest(new BigDecimal(Float.toString(narrow)).stripTrailingZeros());
  }

  /** A number in Go's format g: with an exponent where that is far from zero. */
  static String shortest(BigDecimal digits) {
    int exponent = digits.precision() - digits.scale() - 1;
    if (exponent >= -4 && exponent < 6) {
      return digits.toPlainString();
    }
    String unscaled = digits.unscaledValue().abs().toString();
    String rest = unscaled.length() > 1 ? "." + unscaled.substring(1) : "";
    String sign = digits.signum() < 0 ? "-" : "";
    String power = (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "");
    return sign + unscaled.charAt(0) + rest + "e" + power + Math.abs(exponent);
  }

  /** A text in quotes, as Go writes it in a program. */
  static String quoted(String text) {
    StringBuilder shown = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '"', '\\' -> shown.append('\\').appendCodePoint(c);
                case '\n' -> shown.append("\\n");
                case '\r' -> shown.append("\\r");
                case '\t' -> shown.append("\\t");
                default -> {
                  if (c < 0x20 || c == 0x7F) {
                    shown.append("\\x").append(c < 16 ? "0" : "").append(Integer.toHexString(c));
                  } else {
                    shown.appendCodePoint(c);
                  }
                }
              }
            });
    return shown.append('"').toString();
  }

  /** A tree as Go writes it in a program. */
  static String syntax(JsonNode tree) {
    if (tree.isObject()) {
      StringJoiner fields = new StringJoiner(", ", "map[interface {}]interface {}{", "}");
      TreeMap<String, JsonNode> sorted = new TreeMap<>();
      tree.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
      sorted.forEach((key, value) -> fields.add(quoted(key) + ":" + syntax(value)));
      return fields.toString();
    }
    if (tree.isArray()) {
      StringJoiner items = new StringJoiner(", ", "[]interface {}{", "}");
      tree.forEach(item -> items.add(syntax(item)));
      return items.toString();
    }
    if (tree.isNull()) {
      return "interface {}(nil)";
    }
    return tree.isTextual() ? quoted(tree.textValue()) : tree.asText();
  }
}
