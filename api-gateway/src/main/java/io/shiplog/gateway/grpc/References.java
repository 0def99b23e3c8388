package io.shiplog.gateway.grpc;

import io.shiplog.gateway.grpc.v1.ObjectReference;
import io.shiplog.gateway.readmodel.Selection;
import io.shiplog.model.Catalogue;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import io.shiplog.model.select.FieldSelector;
import io.shiplog.model.select.LabelSelector;

/** What requests name: kinds, objects, selections. Mistakes are failures of the client. */
final class References {

  private References() {}

  static ResourceType type(ObjectReference reference) {
    return type(reference.getApiVersion(), reference.getKind());
  }

  static ResourceType type(String apiVersion, String kind) {
    return Catalogue.byKind(apiVersion, kind)
        .orElseThrow(
            () ->
                new ApiException(
                    new Status(
                        404,
                        "NotFound",
                        "no matches for kind \"" + kind + "\" in version \"" + apiVersion + "\"",
                        null)));
  }

  static ObjectKey key(ResourceType type, ObjectReference reference) {
    return key(type, reference.getNamespace(), reference.getName());
  }

  static ObjectKey key(ResourceType type, String namespace, String name) {
    if (name.isEmpty()) {
      throw new ApiException(Status.badRequest("the object's name is required"));
    }
    return type.key(namespace.isEmpty() ? "default" : namespace, name);
  }

  static Selection selection(
      String apiVersion, String kind, String namespace, String labels, String fields) {
    ResourceType type = type(apiVersion, kind);
    try {
      return new Selection(
          type,
          type.namespaced() ? namespace : "",
          labels.isEmpty() ? LabelSelector.EVERYTHING : LabelSelector.parse(labels),
          fields.isEmpty() ? FieldSelector.EVERYTHING : FieldSelector.parse(type, fields));
    } catch (IllegalArgumentException e) {
      throw new ApiException(Status.badRequest(e.getMessage()));
    }
  }

  /** The version a watch goes on from; 0 to begin with what there is. */
  static long version(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new ApiException(Status.badRequest("resource_version must be a number: " + text));
    }
  }
}
