package io.shiplog.model.select;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A conjunction of requirements on labels, from either of the API's two spellings: the JSON of
 * {@code spec.selector} and the text of {@code ?labelSelector=}.
 *
 * @param requirements all must hold; none means everything matches
 */
public record LabelSelector(List<Requirement> requirements) {

  /** Matches everything. */
  public static final LabelSelector EVERYTHING = new LabelSelector(List.of());

  /** What a requirement demands of the value under its key. */
  public enum Operator {
    IN,
    NOT_IN,
    EXISTS,
    DOES_NOT_EXIST,
    /** The value is a whole number beyond the one given. */
    GREATER,
    /** The value is a whole number below the one given. */
    LESS
  }

  /** One demand. */
  public record Requirement(String key, Operator operator, List<String> values) {

    boolean matches(Map<String, String> labels) {
      String value = labels.get(key);
      return switch (operator) {
        case IN -> value != null && values.contains(value);
        case NOT_IN -> value == null || !values.contains(value);
        case EXISTS -> value != null;
        case DOES_NOT_EXIST -> value == null;
        case GREATER -> compare(value) > 0;
        case LESS -> compare(value) < 0;
      };
    }

    /** How a label's value compares with the number given; 0 where either is no number. */
    private int compare(String value) {
      return number(value) && number(values.getFirst())
          ? new BigInteger(value).compareTo(new BigInteger(values.getFirst()))
          : 0;
    }

    private static boolean number(String text) {
      return text != null && text.matches("[+-]?[0-9]{1,19}");
    }
  }

  /** Whether these labels satisfy every requirement. */
  public boolean matches(Map<String, String> labels) {
    for (Requirement requirement : requirements) {
      if (!requirement.matches(labels)) {
        return false;
      }
    }
    return true;
  }

  /** A plain map of labels, as a Service's selector is. */
  public static LabelSelector ofMap(Map<String, String> labels) {
    List<Requirement> all = new ArrayList<>();
    labels.forEach((key, value) -> all.add(new Requirement(key, Operator.IN, List.of(value))));
    return new LabelSelector(all);
  }

  /**
   * The JSON form, with {@code matchLabels} and {@code matchExpressions}.
   *
   * @throws IllegalArgumentException if an operator is unknown
   */
  public static LabelSelector ofJson(JsonNode selector) {
    List<Requirement> all = new ArrayList<>();
    selector
        .path("matchLabels")
        .properties()
        .forEach(
            label ->
                all.add(
                    new Requirement(
                        label.getKey(), Operator.IN, List.of(label.getValue().asText()))));
    for (JsonNode expression : selector.path("matchExpressions")) {
      List<String> values = new ArrayList<>();
      expression.path("values").forEach(value -> values.add(value.asText()));
      all.add(
          new Requirement(
              expression.path("key").asText(),
              operator(expression.path("operator").asText()),
              List.copyOf(values)));
    }
    return new LabelSelector(all);
  }

  /**
   * The text form: {@code app=web,tier!=db,env in (a,b),!legacy,age>3}.
   *
   * @throws IllegalArgumentException if the text cannot be read; the message says what was found
   */
  public static LabelSelector parse(String text) {
    return new LabelSelector(LabelSelectorParser.parse(text));
  }

  private static Operator operator(String name) {
    return switch (name) {
      case "In" -> Operator.IN;
      case "NotIn" -> Operator.NOT_IN;
      case "Exists" -> Operator.EXISTS;
      case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
      default ->
          throw new IllegalArgumentException(name + " is not a valid label selector operator");
    };
  }
}
