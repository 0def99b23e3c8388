package io.shiplog.model.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import java.util.List;

/** How kube-apiserver answers a patch that it cannot carry out. */
final class PatchErrors {

  private static final int SHOWN = 2_000;

  private PatchErrors() {}

  /** A part of a patch for a message, cut where it is long. */
  static String shown(JsonNode part) {
    return cut(part.toString());
  }

  /** A text for a message, cut where it is long. */
  static String cut(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }

  /** The patch is not what its content type says. */
  static ApiException malformed(String message) {
    return new ApiException(Status.badRequest(message));
  }

  /** The patch can be read but does not fit the object; kubectl shows the cause. */
  static ApiException unprocessable(String cause) {
    return new ApiException(
        new Status(
            422,
            "Invalid",
            "the server rejected our request due to an error in our request",
            new Status.Details(
                null,
                null,
                null,
                null,
                List.of(new Status.Cause("FieldValueInvalid", cause, "patch")),
                0)));
  }
}
