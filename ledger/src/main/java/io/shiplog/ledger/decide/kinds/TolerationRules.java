package io.shiplog.ledger.decide.kinds;

import java.util.List;

/** What tolerations must be. Source: the API reference of Toleration. */
final class TolerationRules {

  static final List<String> EFFECTS = List.of("NoSchedule", "PreferNoSchedule", "NoExecute");

  private TolerationRules() {}

  static void check(Field tolerations, Problems problems) {
    for (Field toleration : tolerations.items()) {
      problems.form(toleration.at("key"), Formats::qualifiedName);
      operator(toleration, problems);
      Field effect = toleration.at("effect");
      if (toleration.at("tolerationSeconds").isSet() && !effect.text().equals("NoExecute")) {
        problems.invalid(
            effect, effect.text(), "effect must be 'NoExecute' when `tolerationSeconds` is set");
      }
      problems.oneOf(effect, EFFECTS);
    }
  }

  private static void operator(Field toleration, Problems problems) {
    Field operator = toleration.at("operator");
    Field value = toleration.at("value");
    if (toleration.at("key").isEmpty() && !operator.text().equals("Exists")) {
      problems.invalid(
          operator,
          operator.text(),
          "operator must be Exists when `key` is empty, which means \"match all values and all"
              + " keys\"");
    }
    switch (operator.text()) {
      case "Equal", "" ->
          Formats.labelValue(value.text())
              .forEach(wrong -> problems.invalid(operator, value.text(), wrong));
      case "Exists" -> {
        if (!value.isEmpty()) {
          problems.invalid(
              operator, value.text(), "value must be empty when `operator` is 'Exists'");
        }
      }
      default -> problems.oneOf(operator, List.of("Equal", "Exists"));
    }
  }
}
