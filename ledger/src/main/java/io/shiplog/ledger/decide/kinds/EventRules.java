package io.shiplog.ledger.decide.kinds;

import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import java.util.List;

/**
 * Events: they stand in the namespace of what they are about, those about cluster-scoped objects in
 * {@code default} or {@code kube-system}. Source: the API reference of Event.
 */
final class EventRules extends BasicRules {

  private static final List<String> FOR_CLUSTER_SCOPED = List.of("default", "kube-system");
  private static final int LONGEST_INSTANCE = 128;

  EventRules(ResourceType type) {
    super(type);
  }

  @Override
  void validate(KubeObject object, Problems problems) {
    Field about = Field.of(object.json(), "involvedObject").at("namespace");
    boolean right =
        about.isEmpty()
            ? FOR_CLUSTER_SCOPED.contains(object.namespace())
            : about.text().equals(object.namespace());
    if (!right) {
      problems.invalid(about, about.text(), "does not match event.namespace");
    }
    if (!object.at("eventTime").asText("").isEmpty()) {
      newStyle(object, problems);
    }
  }

  /** An Event with a precise time names who reports and what was done. */
  private static void newStyle(KubeObject object, Problems problems) {
    Field component = Field.of(object.json(), "reportingComponent");
    problems.demand(component);
    problems.invalidAll(component, Formats.qualifiedName(component.text()));
    Field instance = Field.of(object.json(), "reportingInstance");
    if (problems.demand(instance) && instance.text().length() > LONGEST_INSTANCE) {
      problems.invalid(instance, "can have at most " + LONGEST_INSTANCE + " characters");
    }
    problems.demand(Field.of(object.json(), "action"));
    problems.demand(Field.of(object.json(), "reason"));
  }
}
