package io.shiplog.ledger.decide.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.KubeObject;
import io.shiplog.model.select.LabelSelector;
import java.util.List;

/** What selector and template of a controller that keeps pods running must be. */
final class PodTemplateRules {

  private PodTemplateRules() {}

  /**
   * Checks {@code selector} and {@code template} of a spec.
   *
   * @param kind the controller's kind, for messages
   */
  static void check(Field spec, String kind, Problems problems) {
    Field selector = spec.at("selector");
    Field template = spec.at("template");
    boolean usable = selector(selector, problems);
    Field labels = template.at("metadata").at("labels");
    if (usable) {
      matches(selector, labels, problems);
    } else if (selector.isSet()) {
      problems.invalid(selector, "invalid label selector");
    } else {
      mismatch(labels, problems);
    }
    LabelRules.labels(renamed(template, "labels"), problems);
    LabelRules.annotations(renamed(template, "annotations"), problems);
    Field podSpec = template.at("spec");
    PodSpecRules.check(podSpec, problems);
    Field restartPolicy = podSpec.at("restartPolicy");
    if (List.of("OnFailure", "Never").contains(restartPolicy.text())) {
      problems.notSupported(restartPolicy, restartPolicy.text(), List.of("Always"));
    }
    if (podSpec.at("activeDeadlineSeconds").isSet()) {
      problems.forbidden(
          podSpec.at("activeDeadlineSeconds"),
          "activeDeadlineSeconds in " + kind + " is not Supported");
    }
    if (!podSpec.at("ephemeralContainers").isEmpty()) {
      problems.forbidden(
          podSpec.at("ephemeralContainers"), "ephemeral containers not allowed in pod template");
    }
  }

  /** Whether there is a selector that can be used to match. */
  private static boolean selector(Field selector, Problems problems) {
    if (!selector.isSet()) {
      problems.required(selector, "");
      return false;
    }
    int before = problems.found().size();
    LabelRules.selector(selector, problems);
    boolean usable = problems.found().size() == before;
    if (selector.at("matchLabels").isEmpty() && selector.at("matchExpressions").isEmpty()) {
      problems.invalid(selector, "empty selector is invalid for deployment");
    }
    return usable;
  }

  private static void matches(Field selector, Field labels, Problems problems) {
    boolean match =
        LabelSelector.ofJson(selector.node()).matches(KubeObject.stringMap(labels.node()));
    if (!match) {
      mismatch(labels, problems);
    }
  }

  private static void mismatch(Field labels, Problems problems) {
    Object shown = labels.isSet() ? labels.node() : null;
    problems.invalid(labels, shown, "`selector` does not match template `labels`");
  }

  /** Errors about a template's metadata leave the word metadata out. */
  private static Field renamed(Field template, String name) {
    JsonNode node = template.node().path("metadata").path(name);
    return new Field(template.path() + "." + name, node);
  }
}
