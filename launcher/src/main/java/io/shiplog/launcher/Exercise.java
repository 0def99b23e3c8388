package io.shiplog.launcher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * What a control plane does while its JVM learns: a node that exists only in the API, a Deployment
 * on it, and clients that write, change, list, watch and delete pods. Which methods are called, and
 * how often, goes into the AOT cache; a control plane that has it need not find out again.
 */
final class Exercise {

  private static final int CLIENTS = 8;
  private static final int PODS = 24;
  private static final int CHANGES = 12;
  private static final String PODS_PATH = "/api/v1/namespaces/default/pods";
  private static final String MERGE = "application/merge-patch+json";
  private static final String JSON = "application/json";
  private static final List<String> READS =
      List.of("/api", "/apis", "/openapi/v3", PODS_PATH, "/apis/apps/v1", "/api/v1/nodes");

  private final ApiClient api;

  Exercise(ApiClient api) {
    this.api = api;
  }

  /**
   * Goes through all of it once.
   *
   * @throws LaunchException if the control plane refuses something
   */
  void run() {
    READS.forEach(api::read);
    node();
    call("POST", "/apis/apps/v1/namespaces/default/deployments", JSON, deployment());
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      all.add(clients.submit(() -> api.read(PODS_PATH + "?watch=1&timeoutSeconds=5")));
      IntStream.range(0, CLIENTS).forEach(n -> all.add(clients.submit(() -> client(n))));
      for (Future<?> one : all) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new LaunchException("the exercise ended early: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LaunchException("interrupted");
    }
  }

  /** A node with room, whose agent nobody runs. */
  private void node() {
    ObjectNode node = object("v1", "Node", "aot");
    call("POST", "/api/v1/nodes", JSON, node);
    ObjectNode status = Json.object();
    Json.ensure(status, "status", "allocatable")
        .put("cpu", "1000")
        .put("memory", "1000Gi")
        .put("pods", "10000");
    Json.ensure(status, "status")
        .putArray("conditions")
        .addObject()
        .put("type", "Ready")
        .put("status", "True");
    call("PATCH", "/api/v1/nodes/aot/status", MERGE, status);
  }

  private static ObjectNode deployment() {
    ObjectNode deployment = object("apps/v1", "Deployment", "aot");
    ObjectNode spec = deployment.putObject("spec").put("replicas", 2 * PODS);
    Json.ensure(spec, "selector", "matchLabels").put("app", "aot");
    Json.ensure(spec, "template", "metadata", "labels").put("app", "aot");
    Json.ensure(spec, "template").set("spec", podSpec());
    return deployment;
  }

  private void client(int number) {
    for (int pod = 0; pod < PODS; pod++) {
      String name = "aot-" + number + "-" + pod;
      ObjectNode created = object("v1", "Pod", name);
      // Nobody binds it: that might come between reading and putting it.
      created.set("spec", podSpec().put("schedulerName", "nobody"));
      call("POST", PODS_PATH, JSON, created);
      for (int change = 0; change < CHANGES; change++) {
        change(PODS_PATH + "/" + name, change);
      }
      api.read(PODS_PATH);
      call("DELETE", PODS_PATH + "/" + name + "?gracePeriodSeconds=0", JSON, Json.object());
    }
  }

  /** What users do to a pod, and what nodes do. */
  private void change(String path, int change) {
    ObjectNode patch = Json.object();
    if (change % 3 == 0) {
      Json.ensure(patch, "status").put("message", "change " + change);
      call("PATCH", path + "/status", MERGE, patch);
    } else if (change % 3 == 1) {
      Json.ensure(patch, "metadata", "annotations").put("change", Integer.toString(change));
      call("PATCH", path, MERGE, patch);
    } else {
      // Without a version, as of whoever does not care what others did meanwhile.
      ObjectNode read = (ObjectNode) api.read(path);
      Json.ensure(read, "metadata").remove("resourceVersion");
      Json.ensure(read, "metadata", "labels").put("change", Integer.toString(change));
      call("PUT", path, JSON, read);
    }
  }

  private void call(String method, String path, String type, ObjectNode body) {
    ApiClient.Answer answer = api.call(method, path, type, Json.bytes(body));
    if (!answer.ok()) {
      throw new LaunchException(method + " " + path + ": " + answer.problem());
    }
  }

  private static ObjectNode object(String apiVersion, String kind, String name) {
    ObjectNode object = Json.object().put("apiVersion", apiVersion).put("kind", kind);
    object.putObject("metadata").put("name", name).putObject("labels").put("app", name);
    return object;
  }

  private static ObjectNode podSpec() {
    ObjectNode spec = Json.object();
    ObjectNode container = spec.putArray("containers").addObject();
    container.put("name", "aot").put("image", "aot.invalid/none:1");
    container.putArray("ports").addObject().put("containerPort", 80);
    Json.ensure(container, "resources", "requests").put("cpu", "10m").put("memory", "10Mi");
    container.putArray("env").addObject().put("name", "A").put("value", "b");
    return spec;
  }
}
