package io.shiplog.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import java.util.Base64;

/**
 * Where a list goes on: as of the version at which it began, or of now if that was too long ago and
 * the client takes what changed in between.
 *
 * @param resourceVersion the version at which the list began; {@link #NOW} for that of the next
 *     page
 * @param after the last object that was returned
 */
record ContinueToken(long resourceVersion, ObjectKey after) {

  private static final String EXPIRED =
      "The provided continue parameter is too old to display a consistent list result. You can"
          + " start a new list without the continue parameter, or use the continue token in this"
          + " response to retrieve the remainder of the results. Continuing with the provided"
          + " token results in an inconsistent list - objects that were created, modified, or"
          + " deleted between the time the first chunk was returned and now may show up in the"
          + " list.";

  /** In place of a version, as kube-apiserver's tokens have it. */
  static final long NOW = -1;

  /** What the next page must show; it may be one that this gateway has not reached yet. */
  ReadVersion version() {
    return resourceVersion == NOW
        ? new ReadVersion(false, 0, false, true)
        : new ReadVersion(true, resourceVersion, true, false);
  }

  /** A list that cannot go on as it began: a 410 with a token for who goes on all the same. */
  ObjectNode expired() {
    ObjectNode status = StatusJson.failure(Status.expired(EXPIRED));
    Json.ensure(status, "metadata").put("continue", new ContinueToken(NOW, after).encode());
    return status;
  }

  String encode() {
    ObjectNode json = Json.object();
    json.put("rv", resourceVersion);
    json.put("start", after.toString());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(json));
  }

  /**
   * Reads a token.
   *
   * @throws ApiException 400 if it is none, or one of another kind's list
   */
  static ContinueToken parse(String text, ResourceType type) {
    try {
      ObjectNode json = Json.parseObject(Base64.getUrlDecoder().decode(text));
      ObjectKey after = ObjectKey.parse(json.path("start").asText());
      long began = json.path("rv").asLong();
      if (after.resource().equals(type.qualifiedName()) && (began > 0 || began == NOW)) {
        return new ContinueToken(began, after);
      }
      throw invalid();
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
  }

  private static ApiException invalid() {
    return new ApiException(Status.badRequest("invalid continue token: continue key is not valid"));
  }
}
