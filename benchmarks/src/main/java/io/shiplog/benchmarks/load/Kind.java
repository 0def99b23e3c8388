package io.shiplog.benchmarks.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * What is written. Many small fields fill an object up to its size, as in real ones: one long text
 * would be cheaper to read, check and merge.
 */
enum Kind {
  /** Pods that no scheduler serves, so nobody binds or starts them. */
  PODS,
  /** ConfigMaps, which nobody acts on. */
  CONFIGMAPS;

  /** The annotation that an update changes; its value is {@link #FIRST} when created. */
  static final String COUNTER = "bench/counter";

  /** What {@link #COUNTER} holds when an object is created. */
  static final String FIRST = "@counter@";

  /** A {@code spec.schedulerName} that nobody serves. */
  static final String NO_SCHEDULER = "nobody-serves-this";

  /** The plural, as in a path. */
  String plural() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What a report says about it. */
  String describe() {
    return this == PODS ? "pods (schedulerName " + NO_SCHEDULER + ")" : plural();
  }

  /**
   * A manifest.
   *
   * @param entries so many small fields fill it up: of a pod's environment, of a ConfigMap's data
   */
  String manifest(String namespace, String name, int entries) {
    ObjectNode object =
        Json.object().put("apiVersion", "v1").put("kind", this == PODS ? "Pod" : "ConfigMap");
    ObjectNode metadata =
        object.putObject("metadata").put("name", name).put("namespace", namespace);
    metadata.putObject("labels").put("app", "bench");
    metadata.putObject("annotations").put(COUNTER, FIRST);
    IntStream.range(0, entries).forEach(this == PODS ? containers(object) : data(object));
    return new String(Json.bytes(object), StandardCharsets.UTF_8);
  }

  private static IntConsumer containers(ObjectNode pod) {
    ObjectNode spec = pod.putObject("spec").put("schedulerName", NO_SCHEDULER);
    spec.put("automountServiceAccountToken", false);
    ObjectNode container = spec.putArray("containers").addObject();
    container.put("name", "main").put("image", "bench:1");
    container.putObject("resources").putObject("requests").put("cpu", "10m").put("memory", "16Mi");
    var environment = container.putArray("env");
    return number -> environment.addObject().put("name", key(number)).put("value", value(number));
  }

  private static IntConsumer data(ObjectNode configMap) {
    ObjectNode data = configMap.putObject("data");
    return number -> data.put(key(number), value(number));
  }

  private static String key(int number) {
    return "SETTING_%03d".formatted(number);
  }

  private static String value(int number) {
    return "the value of setting number %03d".formatted(number);
  }
}
