package io.shiplog.model.select;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A conjunction of requirements on labels, from either of the API's two spellings: the JSON of
 * {@code spec.selector} and the text of {@code ?labelSelector=}.
 *
 * @param requirements all must hold; none means everything matches
 */
public record LabelSelector(List<Requirement> requirements) {

  /** Matches everything. */
  public static final LabelSelector EVERYTHING = new LabelSelector(List.of());

  private static final Pattern SET =
      Pattern.compile("\\s*([^\\s!=,()]+)\\s+(in|notin)\\s*\\(([^()]*)\\)\\s*");
  private static final Pattern EQUALITY =
      Pattern.compile("\\s*([^\\s!=,()]+)\\s*(==|=|!=)\\s*([^\\s!=,()]*)\\s*");
  private static final Pattern EXISTS = Pattern.compile("\\s*(!?)\\s*([^\\s!=,()]+)\\s*");

  /** What a requirement demands of the value under its key. */
  public enum Operator {
    IN,
    NOT_IN,
    EXISTS,
    DOES_NOT_EXIST
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
      };
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
   * The text form: {@code app=web,tier!=db,env in (a,b),!legacy}.
   *
   * @throws IllegalArgumentException if the text cannot be read; the message quotes the part
   */
  public static LabelSelector parse(String text) {
    List<Requirement> all = new ArrayList<>();
    for (String part : split(text)) {
      all.add(requirement(part));
    }
    return new LabelSelector(List.copyOf(all));
  }

  private static Requirement requirement(String part) {
    Matcher set = SET.matcher(part);
    if (set.matches()) {
      List<String> values = new ArrayList<>();
      for (String value : set.group(3).split(",", -1)) {
        values.add(value.strip());
      }
      Operator operator = set.group(2).equals("in") ? Operator.IN : Operator.NOT_IN;
      return new Requirement(set.group(1), operator, List.copyOf(values));
    }
    Matcher equality = EQUALITY.matcher(part);
    if (equality.matches()) {
      Operator operator = equality.group(2).equals("!=") ? Operator.NOT_IN : Operator.IN;
      return new Requirement(equality.group(1), operator, List.of(equality.group(3)));
    }
    Matcher exists = EXISTS.matcher(part);
    if (exists.matches()) {
      Operator operator = exists.group(1).isEmpty() ? Operator.EXISTS : Operator.DOES_NOT_EXIST;
      return new Requirement(exists.group(2), operator, List.of());
    }
    throw new IllegalArgumentException("unable to parse requirement: " + part.strip());
  }

  /** Splits at the commas outside parentheses. */
  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        parts.add(text.substring(from, i));
        from = i + 1;
      }
    }
    if (!text.substring(from).isBlank()) {
      parts.add(text.substring(from));
    }
    return parts;
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
