package io.shiplog.gateway.http.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Tables of a name, a few values and an age.
 *
 * @param middle the columns between name and age
 * @param values their cells, in the same order
 */
record SmallTables(List<Column> middle, List<Function<KubeObject, JsonNode>> values)
    implements TableKind {

  /** {@code NAME STATUS AGE}. */
  static TableKind namespaces() {
    return of(
        Column.text("Status", "Whether the namespace is being deleted."),
        namespace -> namespace.at("status", "phase"));
  }

  /** {@code NAME DATA AGE}. */
  static TableKind configMaps() {
    return of(
        Column.text("Data", "How many entries it has."),
        map -> number(map.at("data").size() + map.at("binaryData").size()));
  }

  /** {@code NAME TYPE DATA AGE}. */
  static TableKind secrets() {
    return new SmallTables(
        List.of(
            Column.text("Type", "What the entries are for."),
            Column.text("Data", "How many entries it has.")),
        List.of(secret -> secret.at("type"), secret -> number(secret.at("data").size())));
  }

  /** {@code NAME HOLDER AGE}. */
  static TableKind leases() {
    return of(
        Column.text("Holder", "Who holds the lease."), lease -> lease.at("spec", "holderIdentity"));
  }

  private static TableKind of(Column column, Function<KubeObject, JsonNode> value) {
    return new SmallTables(List.of(column), List.of(value));
  }

  private static JsonNode number(int count) {
    return Json.array().add(count).get(0);
  }

  @Override
  public List<Column> columns() {
    List<Column> all = new ArrayList<>();
    all.add(Column.NAME);
    all.addAll(middle);
    all.add(Column.AGE);
    return all;
  }

  @Override
  public ArrayNode row(KubeObject object, Instant now) {
    ArrayNode cells = Json.array().add(object.name());
    for (Function<KubeObject, JsonNode> value : values) {
      JsonNode cell = value.apply(object);
      if (cell.isNumber()) {
        cells.add(cell);
      } else {
        cells.add(cell.asText(""));
      }
    }
    return cells.add(Ages.of(object, now));
  }
}
