package io.shiplog.ledger.decide.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.FieldError;
import io.shiplog.model.error.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What an Event must be that is made by {@code events.k8s.io/v1}: of the new style. Source:
 * Kubernetes' {@code ValidateEventCreate}; fields have the names that it says.
 */
public final class NewEvents {

  private static final int LONGEST_INSTANCE = 128;
  private static final int LONGEST_NOTE = 1024;
  private static final String UNSET = "needs to be unset";

  private NewEvents() {}

  /**
   * Checks an Event as {@code events.k8s.io/v1} has it.
   *
   * @throws ApiException 422 with all that is wrong with it
   */
  public static void require(ObjectNode event) {
    List<FieldError> errors = new ArrayList<>();
    if (has(event, "eventTime")) {
      reporter(event, errors);
    }
    series(event, errors);
    if (!has(event, "eventTime")) {
      errors.add(FieldError.required("eventTime", ""));
    }
    String type = event.path("type").asText("");
    if (!Set.of("Normal", "Warning").contains(type)) {
      errors.add(FieldError.invalid("type", "", "has invalid value: " + type));
    }
    former(event, errors);
    if (!errors.isEmpty()) {
      throw new ApiException(
          Status.invalid(Catalogue.EVENTS_V1, Json.text(event, "metadata", "name"), errors));
    }
  }

  private static boolean has(ObjectNode event, String field) {
    return !event.path(field).asText("").isEmpty();
  }

  private static void reporter(ObjectNode event, List<FieldError> errors) {
    String controller = event.path("reportingController").asText("");
    if (controller.isEmpty()) {
      errors.add(FieldError.required("reportingController", ""));
    }
    Formats.qualifiedName(controller).stream()
        .filter(why -> !controller.isEmpty())
        .forEach(why -> errors.add(FieldError.invalid("reportingController", controller, why)));
    String instance = event.path("reportingInstance").asText("");
    if (instance.isEmpty()) {
      errors.add(FieldError.required("reportingInstance", ""));
    } else if (instance.length() > LONGEST_INSTANCE) {
      String why = "can have at most " + LONGEST_INSTANCE + " characters";
      errors.add(FieldError.invalid("reportingInstance", "", why));
    }
    for (String field : List.of("action", "reason")) {
      if (!has(event, field)) {
        errors.add(FieldError.required(field, ""));
      }
    }
    if (event.path("note").asText("").length() > LONGEST_NOTE) {
      String why = "can have at most " + LONGEST_NOTE + " characters";
      errors.add(FieldError.invalid("message", "", why));
    }
  }

  private static void series(ObjectNode event, List<FieldError> errors) {
    if (!event.path("series").isObject()) {
      return;
    }
    if (event.path("series").path("count").asLong() < 2) {
      errors.add(FieldError.invalid("series.count", "", "should be at least 2"));
    }
    if (Json.text(event, "series", "lastObservedTime").isEmpty()) {
      errors.add(FieldError.required("series.lastObservedTime", ""));
    }
  }

  /** What only Events of the former style have. */
  private static void former(ObjectNode event, List<FieldError> errors) {
    if (has(event, "deprecatedFirstTimestamp")) {
      errors.add(FieldError.invalid("firstTimestamp", "", UNSET));
    }
    if (has(event, "deprecatedLastTimestamp")) {
      errors.add(FieldError.invalid("lastTimestamp", "", UNSET));
    }
    if (event.path("deprecatedCount").asLong() != 0) {
      errors.add(FieldError.invalid("count", "", UNSET));
    }
    boolean source =
        !Json.text(event, "deprecatedSource", "component").isEmpty()
            || !Json.text(event, "deprecatedSource", "host").isEmpty();
    if (source) {
      errors.add(FieldError.invalid("source", "", UNSET));
    }
  }
}
