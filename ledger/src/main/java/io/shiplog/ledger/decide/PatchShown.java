package io.shiplog.ledger.decide;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.command.PatchType;
import io.shiplog.model.error.FieldError;
import io.shiplog.model.error.Status;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** How a patch is refused that leaves no object of the kind: 422, showing the patch. */
final class PatchShown {

  private PatchShown() {}

  /**
   * The refusal.
   *
   * @param why what strict decoding says of the result
   */
  static Status refusal(Request request, String why) {
    String prefix = " cannot be handled as a " + request.type().kind() + ": ";
    int from = why.indexOf(prefix);
    String reason = from < 0 ? why : why.substring(from + prefix.length());
    FieldError error = FieldError.invalid("patch", shown(request), reason);
    Status.Cause cause = new Status.Cause(error.reason(), error.message(), error.field());
    return new Status(
        422,
        "Invalid",
        " \"\" is invalid: " + error,
        new Status.Details(null, null, null, null, List.of(cause), 0));
  }

  /** A strategic merge patch is shown as Go prints maps, others as JSON. */
  private static String shown(Request request) {
    return request.operation().patchType() == PatchType.STRATEGIC
        ? printed(request.patch())
        : request.patch().toString();
  }

  private static String printed(JsonNode node) {
    if (node.isObject()) {
      return node.properties().stream()
          .sorted(Map.Entry.comparingByKey())
          .map(field -> field.getKey() + ":" + printed(field.getValue()))
          .collect(Collectors.joining(" ", "map[", "]"));
    }
    if (node.isArray()) {
      return StreamSupport.stream(node.spliterator(), false)
          .map(PatchShown::printed)
          .collect(Collectors.joining(" ", "[", "]"));
    }
    return node.isNull() ? "<nil>" : node.asText();
  }
}
