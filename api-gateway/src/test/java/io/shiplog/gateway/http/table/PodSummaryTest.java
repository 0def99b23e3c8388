package io.shiplog.gateway.http.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * READY, STATUS and RESTARTS by what the containers do. A container is {@code run} (ready), {@code
 * notready}, {@code wait:Reason}, {@code exit:code:Reason}, {@code signal:n}, with {@code *n} for
 * restarts, the last five minutes ago; {@code side-} makes an init container a sidecar.
 */
class PodSummaryTest {

  private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // phase   | init                  | containers                        | more | expected
        "Pending   | -                     | -                                 | -    | 0/0 Pending 0",
        "Pending   | -                     | wait:ContainerCreating            | -    | 0/1 ContainerCreating 0",
        "Running   | -                     | run                               | -    | 1/1 Running 0",
        "Running   | -                     | run notready                      | -    | 1/2 Running 0",
        "Running   | -                     | wait:CrashLoopBackOff*4           | -    | 0/1 CrashLoopBackOff 4 (5m ago)",
        "Running   | -                     | run*2 run*1                       | -    | 2/2 Running 3 (5m ago)",
        "Running   | -                     | exit:1:Error run                  | -    | 1/2 Error 0",
        "Running   | -                     | exit:0:Completed run              | ready| 1/2 Running 0",
        "Running   | -                     | exit:0:Completed run              | -    | 1/2 NotReady 0",
        "Succeeded | -                     | exit:0:Completed                  | -    | 0/1 Completed 0",
        "Failed    | -                     | exit:1:Error                      | -    | 0/1 Error 0",
        "Failed    | -                     | exit:137:OOMKilled                | -    | 0/1 OOMKilled 0",
        "Failed    | -                     | exit:3:                           | -    | 0/1 ExitCode:3 0",
        "Failed    | -                     | signal:9                          | -    | 0/1 Signal:9 0",
        "Failed    | -                     | -                                 | reason:Evicted | 0/0 Evicted 0",
        "Pending   | -                     | wait:ImagePullBackOff run         | -    | 1/2 ImagePullBackOff 0",
        "Pending   | notready run          | wait:PodInitializing              | -    | 0/1 Init:0/2 0",
        "Pending   | exit:0:Completed notready | wait:PodInitializing          | -    | 0/1 Init:1/2 0",
        "Pending   | exit:0:Completed      | wait:PodInitializing              | -    | 0/1 PodInitializing 0",
        "Pending   | wait:PodInitializing  | wait:PodInitializing              | -    | 0/1 Init:0/1 0",
        "Pending   | wait:CrashLoopBackOff*2 | wait:PodInitializing            | -    | 0/1 Init:CrashLoopBackOff 2 (5m ago)",
        "Pending   | exit:1:Error          | wait:PodInitializing              | -    | 0/1 Init:Error 0",
        "Pending   | exit:2:               | wait:PodInitializing              | -    | 0/1 Init:ExitCode:2 0",
        "Running   | exit:0:Completed*3    | run                               | -    | 1/1 Running 0",
        "Running   | side-run*1            | run                               | -    | 2/2 Running 1 (5m ago)",
        "Pending   | side-notready         | wait:PodInitializing              | -    | 0/2 Init:0/1 0",
        "Running   | -                     | run                               | deleted | 1/1 Terminating 0",
        "Succeeded | -                     | exit:0:Completed                  | deleted | 0/1 Completed 0",
        "Running   | -                     | run                               | deleted reason:NodeLost | 1/1 Unknown 0",
        "Pending   | -                     | -                                 | gated | 0/0 SchedulingGated 0",
      })
  void summary(String phase, String init, String containers, String more, String expected) {
    ObjectNode pod = Json.object();
    Json.ensure(pod, "metadata").put("name", "p");
    Json.ensure(pod, "status").put("phase", phase);
    add(pod, "initContainers", "initContainerStatuses", init);
    add(pod, "containers", "containerStatuses", containers);
    if (more != null) {
      more(pod, more);
    }
    var row = new PodTable().row(new KubeObject(pod), NOW);
    assertThat(row.get(1).asText() + " " + row.get(2).asText() + " " + row.get(3).asText())
        .isEqualTo(expected);
  }

  private static void more(ObjectNode pod, String more) {
    for (String word : more.split(" ")) {
      switch (word.split(":")[0]) {
        case "deleted" ->
            Json.ensure(pod, "metadata").put("deletionTimestamp", "2026-01-02T11:00:00Z");
        case "reason" -> Json.ensure(pod, "status").put("reason", word.substring(7));
        case "ready" ->
            Json.ensure(pod, "status")
                .withArray("conditions")
                .addObject()
                .put("type", "Ready")
                .put("status", "True");
        default ->
            Json.ensure(pod, "status")
                .withArray("conditions")
                .addObject()
                .put("type", "PodScheduled")
                .put("reason", "SchedulingGated");
      }
    }
  }

  private static void add(ObjectNode pod, String specs, String statuses, String words) {
    if (words == null) {
      return;
    }
    int number = 0;
    for (String word : words.split(" ")) {
      String name = "c" + number++;
      ObjectNode spec = Json.ensure(pod, "spec").withArray(specs).addObject().put("name", name);
      if (word.startsWith("side-")) {
        spec.put("restartPolicy", "Always");
      }
      ObjectNode status = Json.ensure(pod, "status").withArray(statuses).addObject();
      status.put("name", name);
      String[] parts = word.replace("side-", "").split("\\*");
      int restarts = parts.length == 1 ? 0 : Integer.parseInt(parts[1]);
      status.put("restartCount", restarts);
      if (restarts > 0) {
        Json.ensure(status, "lastState", "terminated").put("finishedAt", "2026-01-02T11:55:00Z");
      }
      state(status, parts[0].split(":", -1));
    }
  }

  private static void state(ObjectNode status, String[] what) {
    switch (what[0]) {
      case "run" -> {
        Json.ensure(status, "state", "running");
        status.put("ready", true).put("started", true);
      }
      case "notready" -> Json.ensure(status, "state", "running");
      case "wait" -> Json.ensure(status, "state", "waiting").put("reason", what[1]);
      case "signal" ->
          Json.ensure(status, "state", "terminated").put("signal", Integer.parseInt(what[1]));
      default ->
          Json.ensure(status, "state", "terminated")
              .put("exitCode", Integer.parseInt(what[1]))
              .put("reason", what[2]);
    }
  }
}
