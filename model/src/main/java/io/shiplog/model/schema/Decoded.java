package io.shiplog.model.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.ResourceType;
import io.shiplog.model.error.Status;
import java.util.List;
import java.util.Optional;

/**
 * What decoding made of a tree.
 *
 * @param object the tree as kube-apiserver would keep it: without unknown fields and nulls, with
 *     quantities in their canonical form; a copy, so the caller may change it
 * @param strictErrors what strict decoding objects to and warnings say, such as {@code unknown
 *     field "spec.replica"}; in the order met
 * @param typeError the first value of a wrong type, in the words of Go's decoder; empty where there
 *     is none. If there is one, the object is of no use.
 */
public record Decoded(ObjectNode object, List<String> strictErrors, String typeError) {

  /** How a strict decoding error begins; kube-apiserver lists all that is wrong behind it. */
  private static final String STRICT = "strict decoding error: ";

  public Decoded {
    strictErrors = List.copyOf(strictErrors);
  }

  /** All strict errors as one sentence: {@code strict decoding error: unknown field "a", …}. */
  public String strictMessage() {
    return STRICT + String.join(", ", strictErrors);
  }

  /**
   * The answer to a request that cannot be decoded.
   *
   * @param type the kind that was asked for
   * @param strict whether unknown fields are refused, as {@code fieldValidation=Strict} asks
   * @return 400, or empty where the object may be used
   */
  public Optional<Status> refusal(ResourceType type, boolean strict) {
    if (!typeError.isEmpty()) {
      return Optional.of(cannotBeHandled(type, typeError));
    }
    return strict && !strictErrors.isEmpty()
        ? Optional.of(cannotBeHandled(type, strictMessage()))
        : Optional.empty();
  }

  /** The 400 that kube-apiserver gives for a body of the right kind with something wrong in it. */
  public static Status cannotBeHandled(ResourceType type, String why) {
    return Status.badRequest(
        "%s in version \"%s\" cannot be handled as a %s: %s"
            .formatted(type.kind(), type.version(), type.kind(), why));
  }
}
