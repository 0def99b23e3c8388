package io.shiplog.model.select;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.ResourceType;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A conjunction of demands on fields, from the text of {@code ?fieldSelector=}: {@code
 * metadata.name=web,status.phase!=Running}. In a value, {@code \} escapes {@code ,}, {@code =} and
 * itself.
 *
 * @param requirements all must hold; none means everything matches
 */
public record FieldSelector(List<Requirement> requirements) {

  /** Matches everything. */
  public static final FieldSelector EVERYTHING = new FieldSelector(List.of());

  /**
   * One demand.
   *
   * @param label the field, such as {@code spec.nodeName}
   * @param equal whether the field must have the value, or must not
   */
  public record Requirement(String label, boolean equal, String value) {}

  public FieldSelector {
    requirements = List.copyOf(requirements);
  }

  /**
   * Reads the text form for objects of one kind.
   *
   * @throws ApiException 400 if the text cannot be read or names a field that this kind does not
   *     select by
   */
  public static FieldSelector parse(ResourceType type, String text) {
    List<Requirement> all = new ArrayList<>();
    for (String term : split(text)) {
      if (!term.isEmpty()) {
        Requirement requirement = requirement(text, term);
        if (!FieldLabels.supports(type, requirement.label())) {
          throw new ApiException(Status.badRequest(unsupported(type, requirement.label())));
        }
        all.add(requirement);
      }
    }
    return all.isEmpty() ? EVERYTHING : new FieldSelector(all);
  }

  /** The same under other names of the fields. */
  public FieldSelector renamed(UnaryOperator<String> name) {
    return new FieldSelector(
        requirements.stream()
            .map(one -> new Requirement(name.apply(one.label()), one.equal(), one.value()))
            .toList());
  }

  /** Whether these values, as {@link FieldLabels#values} gives them, satisfy every demand. */
  public boolean matches(Map<String, String> values) {
    for (Requirement one : requirements) {
      if (one.equal() != one.value().equals(values.getOrDefault(one.label(), ""))) {
        return false;
      }
    }
    return true;
  }

  /** Whether an object of that kind satisfies every demand. */
  public boolean matches(ResourceType type, ObjectNode object) {
    return requirements.isEmpty() || matches(FieldLabels.values(type, object));
  }

  /** The one value that a field must have to match, where the selector demands one. */
  public Optional<String> exact(String label) {
    return requirements.stream()
        .filter(one -> one.equal() && one.label().equals(label))
        .map(Requirement::value)
        .findFirst();
  }

  private static String unsupported(ResourceType type, String label) {
    if (!FieldLabels.of(type).isEmpty()) {
      return "field label not supported: " + label;
    }
    return '"'
        + label
        + "\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"";
  }

  private static Requirement requirement(String text, String term) {
    for (int i = 0; i < term.length(); i++) {
      char c = term.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '=' || term.startsWith("!=", i)) {
        int operator = c == '!' || term.startsWith("==", i) ? 2 : 1;
        String value = unescape(text, term.substring(i + operator));
        return new Requirement(term.substring(0, i), c == '=', value);
      }
    }
    throw unreadable(text, term);
  }

  private static String unescape(String text, String value) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '=') {
        throw unreadable(text, value);
      }
      if (c == '\\') {
        i++;
        if (i == value.length() || "\\,=".indexOf(value.charAt(i)) < 0) {
          throw unreadable(text, value);
        }
        c = value.charAt(i);
      }
      plain.append(c);
    }
    return plain.toString();
  }

  private static ApiException unreadable(String text, String part) {
    return new ApiException(
        Status.badRequest("invalid selector: '" + text + "'; can't understand '" + part + "'"));
  }

  /** Splits at the commas that are not escaped. */
  private static List<String> split(String text) {
    List<String> terms = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == ',') {
        terms.add(text.substring(from, i));
        from = i + 1;
      }
    }
    terms.add(text.substring(from));
    return terms;
  }
}
