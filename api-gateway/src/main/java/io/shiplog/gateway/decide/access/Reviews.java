package io.shiplog.gateway.decide.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.ResourceType;
import io.shiplog.model.ReviewKinds;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers to reviews, the questions that clients ask about access: the body comes back with its
 * status. Source: kube-apiserver, {@code pkg/registry/authorization} and {@code
 * pkg/registry/authentication}.
 */
public final class Reviews {

  private final Authorizer authorizer;

  /** Answers by that authorizer. */
  public Reviews(Authorizer authorizer) {
    this.authorizer = authorizer;
  }

  /**
   * The answer to a review.
   *
   * @param type its kind, one of {@link ReviewKinds}
   * @param namespace where it was posted; empty for all kinds but LocalSubjectAccessReview
   * @param body what was posted; not changed
   * @throws ApiException 400 or 422 if it does not say what it asks
   */
  public ObjectNode answer(ResourceType type, String namespace, ObjectNode body, UserInfo caller) {
    ObjectNode answer = body.deepCopy();
    answer.set("status", status(type, namespace, body, caller));
    return answer;
  }

  private ObjectNode status(ResourceType type, String namespace, ObjectNode body, UserInfo caller) {
    if (type.equals(ReviewKinds.SELF_SUBJECT)) {
      return userInfo(caller);
    }
    if (type.equals(ReviewKinds.SELF_RULES)) {
      if (Json.text(body, "spec", "namespace").isEmpty()) {
        throw new ApiException(Status.badRequest("no namespace on request"));
      }
      return rules(caller);
    }
    ReviewSyntax.require(type, namespace, body);
    UserInfo user = type.equals(ReviewKinds.SELF_ACCESS) ? caller : subject(body.path("spec"));
    Verdict verdict = authorizer.decide(ask(user, body.path("spec")));
    ObjectNode status = Json.object().put("allowed", verdict.allowed());
    if (!verdict.reason().isEmpty()) {
      status.put("reason", verdict.reason());
    }
    return status;
  }

  private static ObjectNode userInfo(UserInfo caller) {
    ObjectNode status = Json.object();
    ObjectNode user = status.putObject("userInfo").put("username", caller.name());
    if (!caller.uid().isEmpty()) {
      user.put("uid", caller.uid());
    }
    putTexts(user, "groups", caller.groups());
    if (!caller.extra().isEmpty()) {
      ObjectNode extra = user.putObject("extra");
      caller.extra().forEach((key, values) -> putTexts(extra, key, values));
    }
    return status;
  }

  private ObjectNode rules(UserInfo user) {
    ObjectNode status = Json.object();
    ArrayNode resources = status.putArray("resourceRules");
    ArrayNode paths = status.putArray("nonResourceRules");
    for (Rule rule : authorizer.rules(user)) {
      if (rule.paths().isEmpty()) {
        ObjectNode one = resources.addObject();
        putTexts(one, "verbs", rule.verbs());
        putTexts(one, "apiGroups", rule.groups());
        putTexts(one, "resources", rule.resources());
      } else {
        ObjectNode one = paths.addObject();
        putTexts(one, "verbs", rule.verbs());
        putTexts(one, "nonResourceURLs", rule.paths());
      }
    }
    boolean incomplete = Authorizer.moreThanRules(user);
    status.put("incomplete", incomplete);
    if (incomplete) {
      status.put("evaluationError", "node authorizer does not support user rule resolution");
    }
    return status;
  }

  private static UserInfo subject(JsonNode spec) {
    List<String> groups = new ArrayList<>();
    spec.path("groups").forEach(group -> groups.add(group.asText()));
    return new UserInfo(spec.path("user").asText(""), groups);
  }

  private static Ask ask(UserInfo user, JsonNode spec) {
    JsonNode resource = spec.path("resourceAttributes");
    if (resource.isObject()) {
      return Ask.resource(
          user,
          text(resource, "verb"),
          text(resource, "group"),
          text(resource, "resource"),
          text(resource, "subresource"),
          text(resource, "namespace"),
          text(resource, "name"));
    }
    JsonNode path = spec.path("nonResourceAttributes");
    return Ask.path(user, text(path, "verb"), text(path, "path"));
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText("");
  }

  private static void putTexts(ObjectNode target, String name, List<String> texts) {
    ArrayNode array = target.putArray(name);
    texts.forEach(array::add);
  }
}
