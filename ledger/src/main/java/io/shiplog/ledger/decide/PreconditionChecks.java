package io.shiplog.ledger.decide;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import java.util.List;

/**
 * Whether the object is still the one its author saw. Source: apiserver {@code
 * storage/interfaces.go} and {@code registry/rest/delete.go}.
 */
final class PreconditionChecks {

  private PreconditionChecks() {}

  /**
   * Checks an update or a patch: its preconditions, and the uid and resourceVersion in its body.
   *
   * @throws ApiException Conflict, in kube-apiserver's words
   */
  static void forUpdate(Request request, KubeObject current, JsonNode body) {
    Preconditions asked = request.operation().preconditions();
    JsonNode metadata = body.path("metadata");
    checkUid(request, current, asked.uid());
    checkUid(request, current, metadata.path("uid").asText(""));
    checkVersion(request, current, asked.resourceVersion());
    checkVersion(request, current, metadata.path("resourceVersion").asText(""));
  }

  private static void checkUid(Request request, KubeObject current, String uid) {
    if (isGiven(uid) && !uid.equals(current.uid())) {
      throw conflict(
          request,
          "Precondition failed: UID in precondition: "
              + uid
              + ", UID in object meta: "
              + current.uid());
    }
  }

  private static void checkVersion(Request request, KubeObject current, String version) {
    if (isGiven(version) && !version.equals(versionOf(current))) {
      throw Request.refuse(Status.stale(request.type(), request.key().name()));
    }
  }

  /**
   * Checks a delete.
   *
   * @throws ApiException Conflict, in kube-apiserver's words
   */
  static void forDelete(Request request, KubeObject current) {
    Preconditions asked = request.operation().preconditions();
    if (isGiven(asked.uid()) && !asked.uid().equals(current.uid())) {
      throw refused(
          request,
          "the UID in the precondition ("
              + asked.uid()
              + ") does not match the UID in record ("
              + current.uid()
              + "). The object might have been deleted and then recreated");
    }
    if (isGiven(asked.resourceVersion()) && !asked.resourceVersion().equals(versionOf(current))) {
      throw refused(
          request,
          "the ResourceVersion in the precondition ("
              + asked.resourceVersion()
              + ") does not match the ResourceVersion in record ("
              + versionOf(current)
              + "). The object might have been modified");
    }
  }

  /** A delete's conflicts name the kind where others name the resource. */
  private static ApiException refused(Request request, String why) {
    ResourceType type = request.type();
    String name = request.key().name();
    String what = type.group().isEmpty() ? type.kind() : type.kind() + "." + type.group();
    return Request.refuse(
        new Status(
            409,
            "Conflict",
            "Operation cannot be fulfilled on " + what + " \"" + name + "\": " + why,
            new Status.Details(name, type.group(), type.kind(), null, List.of(), 0)));
  }

  private static ApiException conflict(Request request, String why) {
    return Request.refuse(Status.conflict(request.type(), request.key().name(), why));
  }

  private static boolean isGiven(String text) {
    return text != null && !text.isEmpty() && !text.equals("0");
  }

  private static String versionOf(KubeObject object) {
    return Long.toString(object.resourceVersion());
  }
}
