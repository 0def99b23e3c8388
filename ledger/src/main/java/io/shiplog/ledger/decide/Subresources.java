package io.shiplog.ledger.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.command.PatchType;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.FieldError;
import io.shiplog.model.error.Status;
import java.util.List;

/**
 * Writes on a part of an object that has a body of its own: binding a pod, finalizing a namespace.
 */
final class Subresources {

  private final Bodies bodies;
  private final Updates updates;

  Subresources(Bodies bodies, Updates updates) {
    this.bodies = bodies;
    this.updates = updates;
  }

  /**
   * Binds a pod to the node that the Binding's target names. Binding it to the node it is bound to
   * already changes nothing. Source: kube-apiserver {@code registry/core/pod/storage/storage.go}.
   */
  Result bind(Request request) {
    ObjectNode binding = request.body();
    String node = Json.text(binding, "target", "name");
    String kind = Json.text(binding, "target", "kind");
    if (node.isEmpty() || !kind.isEmpty() && !kind.equals("Node")) {
      throw Request.refuse(badTarget(request, node, kind));
    }
    KubeObject pod = request.current();
    PreconditionChecks.forUpdate(request, pod, binding);
    String bound = pod.spec().path("nodeName").asText("");
    String podName = "pod " + request.key().name();
    if (pod.terminating()) {
      throw conflict(request, podName + " is being deleted, cannot be assigned to a host");
    }
    if (bound.equals(node)) {
      return Result.unchanged(request.key(), pod);
    }
    if (!bound.isEmpty()) {
      throw conflict(request, podName + " is already assigned to node \"" + bound + "\"");
    }
    if (!pod.spec().path("schedulingGates").isEmpty()) {
      throw conflict(request, podName + " has non-empty .spec.schedulingGates");
    }
    // Little of a pod changes when it is bound: the rest is shared.
    ObjectNode updated = Json.object().setAll(pod.json());
    copyIn(updated, "metadata");
    copyIn(updated, "spec").put("nodeName", node);
    annotate(updated, binding);
    markScheduled(request, updated);
    // Where a pod runs is not of its desired state: its generation stays.
    return updates.finish(request, pod, updated, false);
  }

  private static Status badTarget(Request request, String node, String kind) {
    FieldError error =
        node.isEmpty()
            ? FieldError.required("target.name", "")
            : FieldError.notSupported("target.kind", kind, List.of("Node", "<empty>"));
    return Status.invalid(Kinds.BINDINGS, request.key().name(), List.of(error));
  }

  private static ApiException conflict(Request request, String why) {
    return Request.refuse(
        new Status(
            409,
            "Conflict",
            "Operation cannot be fulfilled on pods/binding \""
                + request.key().name()
                + "\": "
                + why,
            new Status.Details(request.key().name(), "", "pods/binding", null, List.of(), 0)));
  }

  private static void annotate(ObjectNode pod, ObjectNode binding) {
    JsonNode annotations = binding.path("metadata").path("annotations");
    if (!annotations.isEmpty()) {
      ObjectNode target = copyIn(Json.ensure(pod, "metadata"), "annotations");
      annotations.properties().forEach(entry -> target.set(entry.getKey(), entry.getValue()));
    }
  }

  /** Puts a copy of a part, which may be changed, in the place of the part. */
  private static ObjectNode copyIn(ObjectNode object, String part) {
    ObjectNode copy = Json.object();
    if (object.get(part) instanceof ObjectNode before) {
      copy.setAll(before);
    }
    object.set(part, copy);
    return copy;
  }

  private static void markScheduled(Request request, ObjectNode pod) {
    ObjectNode status = copyIn(pod, "status");
    ArrayNode conditions = Json.array();
    for (JsonNode condition : status.path("conditions")) {
      if (!condition.path("type").asText("").equals("PodScheduled")) {
        conditions.add(condition);
      }
    }
    conditions
        .addObject()
        .put("type", "PodScheduled")
        .put("status", "True")
        .put("lastTransitionTime", request.timestamp());
    status.set("conditions", conditions);
  }

  /**
   * Replaces a namespace's {@code spec.finalizers}; a terminating namespace without any is gone.
   * Source: kube-apiserver {@code registry/core/namespace/strategy.go} ({@code
   * namespaceFinalizeStrategy}).
   */
  Result finalizeNamespace(Request request) {
    ObjectNode body = request.body().deepCopy();
    Metadata.identify(request, body);
    KubeObject current = request.current();
    PreconditionChecks.forUpdate(request, current, body);
    ObjectNode updated = current.copy();
    ObjectNode spec = Json.ensure(updated, "spec");
    JsonNode finalizers = body.path("spec").path("finalizers");
    if (finalizers.isEmpty()) {
      spec.remove("finalizers");
    } else {
      spec.set("finalizers", finalizers);
    }
    return updates.finish(request, current, updated, false);
  }

  /**
   * Sets {@code spec.replicas} from an {@code autoscaling/v1} Scale, or from a patch of one.
   * Source: kube-apiserver {@code registry/apps/deployment/storage/storage.go} ({@code ScaleREST}).
   */
  Result scale(Request request) {
    if (request.operation().patchType() == PatchType.APPLY) {
      return applyScale(request);
    }
    KubeObject current = request.current();
    ObjectNode scale = Scales.asked(request, bodies, current);
    PreconditionChecks.forUpdate(request, current, scale);
    int wanted = wanted(request, scale);
    ObjectNode updated = current.copy();
    Json.ensure(updated, "spec").put("replicas", wanted);
    Metadata.countGeneration(request, bodies, updated, current);
    return updates.finish(request, current, updated, false);
  }

  /**
   * Server-side apply of a Scale: the number of replicas is the object's, and owned there by the
   * manager for this subresource. A number that nobody owns any more is none, as in a Scale.
   * Source: apiserver {@code managedfields/scalehandler.go}.
   */
  private Result applyScale(Request request) {
    PatchWrites.requireManager(request);
    KubeObject current = request.current();
    ObjectNode scale = bodies.configuration(Kinds.SCALES, request.body());
    PreconditionChecks.forUpdate(request, current, scale);
    wanted(request, scale);
    ObjectNode applied = Scales.applied(scale);
    Metadata.identify(request, applied);
    boolean force = request.operation().options().force();
    ObjectNode merged =
        bodies.apply(request.type(), current, applied, Creates.writer(request), force);
    ObjectNode spec = Json.ensure(merged, "spec");
    if (!spec.has("replicas")) {
      spec.put("replicas", 0);
    }
    Metadata.countGeneration(request, bodies, merged, current);
    return updates.finish(request, current, merged, true);
  }

  private static int wanted(Request request, ObjectNode scale) {
    JsonNode replicas = scale.path("spec").path("replicas");
    int wanted = replicas.asInt(0);
    if (wanted < 0 || !replicas.isMissingNode() && !replicas.canConvertToInt()) {
      FieldError error =
          FieldError.invalid("spec.replicas", replicas, "must be greater than or equal to 0");
      throw Request.refuse(Status.invalid(Kinds.SCALES, request.key().name(), List.of(error)));
    }
    return wanted;
  }
}
