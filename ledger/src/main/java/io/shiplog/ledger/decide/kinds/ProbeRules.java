package io.shiplog.ledger.decide.kinds;

import java.util.List;
import java.util.regex.Pattern;

/** What probes and lifecycle hooks must be. Source: the API reference of Probe and Lifecycle. */
final class ProbeRules {

  private static final List<String> PROBES =
      List.of("livenessProbe", "readinessProbe", "startupProbe");
  private static final List<String> PROBE_HANDLERS =
      List.of("exec", "httpGet", "tcpSocket", "grpc");
  private static final List<String> HOOK_HANDLERS =
      List.of("exec", "httpGet", "tcpSocket", "sleep");
  private static final List<String> NUMBERS =
      List.of(
          "initialDelaySeconds",
          "timeoutSeconds",
          "periodSeconds",
          "successThreshold",
          "failureThreshold");
  private static final Pattern HEADER_NAME = Pattern.compile("[-A-Za-z0-9]+");

  private ProbeRules() {}

  static void check(Field container, Problems problems) {
    for (String name : PROBES) {
      container.at(name).ifSet(probe -> probe(name, probe, problems));
    }
    for (String hook : List.of("postStart", "preStop")) {
      container.at("lifecycle").at(hook).ifSet(h -> handler(h, HOOK_HANDLERS, problems));
    }
  }

  /** Hooks that sleep: not for longer than the pod is given. */
  static void sleeps(Field container, long grace, Problems problems) {
    for (String hook : List.of("postStart", "preStop")) {
      Field sleep = container.at("lifecycle").at(hook).at("sleep");
      long seconds = sleep.at("seconds").number();
      if (sleep.isSet() && (seconds < 0 || seconds > grace)) {
        problems.invalid(
            sleep,
            seconds,
            "must be non-negative and less than terminationGracePeriodSeconds (" + grace + ")");
      }
    }
  }

  private static void probe(String name, Field probe, Problems problems) {
    handler(probe, PROBE_HANDLERS, problems);
    NUMBERS.forEach(number -> problems.nonNegative(probe.at(number)));
    Field success = probe.at("successThreshold");
    if (!name.equals("readinessProbe") && success.number() != 1) {
      problems.invalid(success, "must be 1");
    }
    Field grace = probe.at("terminationGracePeriodSeconds");
    if (grace.isSet() && name.equals("readinessProbe")) {
      problems.invalid(grace, "must not be set for readinessProbes");
    } else if (grace.isSet() && grace.number() <= 0) {
      problems.invalid(grace, "must be greater than 0");
    }
  }

  /** Exactly one of the handlers, and that one right. */
  private static void handler(Field holder, List<String> names, Problems problems) {
    boolean found = false;
    for (String name : names) {
      Field handler = holder.at(name);
      if (handler.isSet() && found) {
        problems.forbidden(handler, "may not specify more than 1 handler type");
      } else if (handler.isSet()) {
        found = true;
        details(name, handler, problems);
      }
    }
    if (!found) {
      problems.required(holder, "must specify a handler type");
    }
  }

  private static void details(String name, Field handler, Problems problems) {
    switch (name) {
      case "exec" -> problems.demand(handler.at("command"));
      case "httpGet" -> http(handler, problems);
      case "tcpSocket" -> PortRules.numberOrName(handler.at("port"), problems);
      case "grpc" -> PortRules.numberOrName(handler.at("port"), problems);
      default -> {}
    }
  }

  private static void http(Field get, Problems problems) {
    problems.demand(get.at("path"));
    PortRules.numberOrName(get.at("port"), problems);
    problems.oneOf(get.at("scheme"), List.of("HTTP", "HTTPS"));
    for (Field header : get.at("httpHeaders").items()) {
      Field name = header.at("name");
      if (!HEADER_NAME.matcher(name.text()).matches()) {
        problems.invalid(
            get.at("httpHeaders"),
            name.text(),
            "a valid HTTP header must consist of alphanumeric characters or '-' (e.g."
                + " 'X-Header-Name', regex used for validation is '"
                + HEADER_NAME.pattern()
                + "')");
      }
    }
  }
}
