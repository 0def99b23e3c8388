package io.shiplog.ledger.decide.kinds;

import java.util.List;
import java.util.function.Function;

/** What ports must be: a container's, and numbers or names that stand for one. */
final class PortRules {

  /** In the order in which they are named in messages. */
  static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");

  private PortRules() {}

  /** A container's ports. */
  static void check(Field ports, Problems problems) {
    for (Field port : ports.items()) {
      problems.form(port.at("name"), Formats::portName);
      if (port.at("containerPort").number() == 0) {
        problems.required(port.at("containerPort"), "");
      } else {
        problems.port(port.at("containerPort"));
      }
      if (port.at("hostPort").number() != 0) {
        problems.port(port.at("hostPort"));
      }
      problems.demandOneOf(port.at("protocol"), PROTOCOLS);
      problems.form(port.at("hostIP"), Addresses::ip);
    }
    problems.unique(ports.items(), "name");
  }

  /** A port that may be a number or the name of one. */
  static void numberOrName(Field port, Problems problems) {
    if (port.node().isTextual()) {
      problems.invalidAll(port, Formats.portName(port.text()));
    } else if (port.isSet()) {
      problems.port(port);
    } else {
      problems.required(port, "");
    }
  }

  /** A number or a percentage, such as {@code maxSurge}. */
  static void numberOrPercent(Field field, Problems problems) {
    if (field.node().isTextual()) {
      Function<String, List<String>> form =
          text ->
              text.matches("[0-9]+%")
                  ? List.of()
                  : List.of(
                      "a valid percent string must be a numeric string followed by an ending '%'"
                          + " (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')");
      problems.form(field, form);
    } else {
      problems.nonNegative(field);
    }
  }
}
