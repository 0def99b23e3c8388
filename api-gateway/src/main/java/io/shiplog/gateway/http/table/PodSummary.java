package io.shiplog.gateway.http.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.shiplog.model.KubeObject;
import io.shiplog.model.pod.PodState;
import java.util.HashSet;
import java.util.Set;

/**
 * A pod in a few words, as {@code kubectl get pods} tells it. Source: what kube-apiserver prints.
 *
 * @param status {@code Running}, {@code CrashLoopBackOff}, {@code Init:0/1}, …
 * @param ready how many containers are ready
 * @param containers how many there are, restartable init containers included
 * @param restarts how often containers were restarted
 * @param lastRestart when a container last ended before it was restarted; missing where none did
 */
record PodSummary(String status, int ready, int containers, int restarts, JsonNode lastRestart) {

  static PodSummary of(KubeObject pod) {
    return new Count(pod).summary();
  }

  /** The work of going through the containers. */
  private static final class Count {

    private final KubeObject pod;
    private final Set<String> sidecars = new HashSet<>();
    private String status;
    private int ready;
    private int restarts;
    private JsonNode lastRestart = MissingNode.getInstance();

    Count(KubeObject pod) {
      this.pod = pod;
      for (JsonNode container : pod.at("spec", "initContainers")) {
        if (container.path("restartPolicy").asText().equals("Always")) {
          sidecars.add(container.path("name").asText());
        }
      }
      String reason = pod.status().path("reason").asText("");
      status = reason.isEmpty() ? pod.status().path("phase").asText("") : reason;
      if (pod.condition("PodScheduled").path("reason").asText().equals("SchedulingGated")) {
        status = "SchedulingGated";
      }
    }

    PodSummary summary() {
      boolean initializing = initContainers();
      if (!initializing || pod.conditionTrue("Initialized")) {
        restarts = 0;
        lastRestart = MissingNode.getInstance();
        for (JsonNode init : pod.at("status", "initContainerStatuses")) {
          if (sidecars.contains(init.path("name").asText())) {
            countRestarts(init);
          }
        }
        containers();
      }
      if (pod.terminating()) {
        if (pod.status().path("reason").asText().equals("NodeLost")) {
          status = "Unknown";
        } else if (!PodState.finished(pod)) {
          status = "Terminating";
        }
      }
      int containers = pod.at("spec", "containers").size() + sidecars.size();
      return new PodSummary(status, ready, containers, restarts, lastRestart);
    }

    /** Goes through the init containers as far as they have come; whether one is still at work. */
    private boolean initContainers() {
      JsonNode statuses = pod.at("status", "initContainerStatuses");
      for (int i = 0; i < statuses.size(); i++) {
        JsonNode container = statuses.get(i);
        countRestarts(container);
        JsonNode terminated = container.path("state").path("terminated");
        if (terminated.isObject() && terminated.path("exitCode").asInt() == 0) {
          continue;
        }
        if (sidecars.contains(container.path("name").asText())
            && container.path("started").asBoolean()) {
          ready += container.path("ready").asBoolean() ? 1 : 0;
          continue;
        }
        String waiting = container.path("state").path("waiting").path("reason").asText("");
        if (terminated.isObject()) {
          status = "Init:" + ending(terminated);
        } else if (!waiting.isEmpty() && !waiting.equals("PodInitializing")) {
          status = "Init:" + waiting;
        } else {
          status = "Init:" + i + "/" + pod.at("spec", "initContainers").size();
        }
        return true;
      }
      return false;
    }

    /** The first container with something to say has the word, so the list is read backwards. */
    private void containers() {
      JsonNode statuses = pod.at("status", "containerStatuses");
      boolean running = false;
      for (int i = statuses.size() - 1; i >= 0; i--) {
        JsonNode container = statuses.get(i);
        JsonNode state = container.path("state");
        countRestarts(container);
        String waiting = state.path("waiting").path("reason").asText("");
        if (!waiting.isEmpty()) {
          status = waiting;
        } else if (state.path("terminated").isObject()) {
          status = ending(state.path("terminated"));
        } else if (container.path("ready").asBoolean() && state.path("running").isObject()) {
          running = true;
          ready++;
        }
      }
      if (status.equals("Completed") && running) {
        status = PodState.ready(pod) ? "Running" : "NotReady";
      }
    }

    private void countRestarts(JsonNode container) {
      restarts += container.path("restartCount").asInt();
      JsonNode ended = container.path("lastState").path("terminated").path("finishedAt");
      if (KubeObject.instant(ended)
          .filter(
              time -> KubeObject.instant(lastRestart).map(last -> last.isBefore(time)).orElse(true))
          .isPresent()) {
        lastRestart = ended;
      }
    }

    private static String ending(JsonNode terminated) {
      String reason = terminated.path("reason").asText("");
      int signal = terminated.path("signal").asInt();
      if (!reason.isEmpty()) {
        return reason;
      }
      return signal != 0 ? "Signal:" + signal : "ExitCode:" + terminated.path("exitCode").asInt();
    }
  }
}
