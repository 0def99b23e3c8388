package io.shiplog.ledger.decide.kinds;

import io.shiplog.model.select.LabelSelector;
import io.shiplog.model.select.LabelSelector.Operator;
import io.shiplog.model.select.LabelSelector.Requirement;
import java.util.List;
import java.util.Optional;

/** Whether keys and values of a selector could be those of labels. */
public final class SelectorSyntax {

  private SelectorSyntax() {}

  /** The first thing wrong, in kube-apiserver's words; empty where all is right. */
  public static Optional<String> wrong(LabelSelector selector) {
    return selector.requirements().stream()
        .flatMap(requirement -> wrong(requirement).stream())
        .findFirst();
  }

  private static Optional<String> wrong(Requirement requirement) {
    List<String> key = Formats.qualifiedName(requirement.key());
    if (!key.isEmpty()) {
      return Optional.of(invalid("<nil>", requirement.key(), String.join("; ", key)));
    }
    for (int i = 0; i < requirement.values().size(); i++) {
      String value = requirement.values().get(i);
      List<String> wrong = Formats.labelValue(value);
      if (!wrong.isEmpty()) {
        String place = "values[" + i + "][" + requirement.key() + "]";
        return Optional.of(invalid(place, value, String.join("; ", wrong)));
      }
      boolean compared =
          requirement.operator() == Operator.GREATER || requirement.operator() == Operator.LESS;
      if (compared && !value.matches("[+-]?[0-9]{1,19}")) {
        return Optional.of(
            invalid(
                "values[" + i + "]",
                value,
                "for 'Gt', 'Lt' operators, the value must be an integer"));
      }
    }
    return Optional.empty();
  }

  private static String invalid(String place, String value, String why) {
    return place + ": Invalid value: \"" + value + "\": " + why;
  }
}
