package io.shiplog.controller;

import io.shiplog.model.event.EventRecorder;
import java.util.HashMap;
import java.util.Map;

/** What each controller has told so far. */
final class Recorders {

  private final Map<String, EventRecorder> byController = new HashMap<>();

  /** The recorder of the controller of that name. */
  EventRecorder of(String controller) {
    return byController.computeIfAbsent(controller, name -> new EventRecorder(name, "", name));
  }
}
