package io.shiplog.gateway.http.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import java.util.Map;

/** Definitions of values that are plain to the rules but have names in OpenAPI. */
final class WellKnown {

  private WellKnown() {}

  static Map<String, ObjectNode> definitions(Dialect dialect) {
    return Map.of(
        Definitions.QUANTITY,
        stringOr(
            dialect,
            "number",
            "An amount: a number with an optional suffix such as m, k, M, G, Ki, Mi, Gi or an"
                + " exponent, for example 500m, 1.5Gi, 2e3. It is kept in its canonical form."),
        Definitions.INT_OR_STRING,
        stringOr(dialect, "integer", "A 32-bit integer or a string, such as 80, http or 25%.")
            .put("format", "int-or-string"),
        Definitions.PATCH,
        Json.object()
            .put("description", "The body of a PATCH request; its media type says which patch.")
            .put("type", "object"));
  }

  private static ObjectNode stringOr(Dialect dialect, String other, String description) {
    ObjectNode node = Json.object().put("description", description);
    if (dialect == Dialect.V2) {
      return node.put("type", "string");
    }
    node.putArray("oneOf").add(type(other)).add(type("string"));
    return node;
  }

  private static ObjectNode type(String name) {
    return Json.object().put("type", name);
  }
}
