package io.shiplog.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import java.util.Base64;

/**
 * Where a list goes on. The next page is taken from the state of that moment, not from a snapshot.
 *
 * @param resourceVersion the version at which the list began
 * @param after the last object that was returned
 */
record ContinueToken(long resourceVersion, ObjectKey after) {

  /** A gateway that has not read that far yet would leave out what the version promises. */
  ReadVersion version() {
    return new ReadVersion(true, resourceVersion, false, false);
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
      if (after.resource().equals(type.qualifiedName()) && began > 0) {
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
