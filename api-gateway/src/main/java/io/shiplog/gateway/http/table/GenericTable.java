package io.shiplog.gateway.http.table;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import java.time.Instant;
import java.util.List;

/** Kinds that have no table of their own: name and age. */
final class GenericTable implements TableKind {

  @Override
  public List<Column> columns() {
    return List.of(Column.NAME, Column.AGE);
  }

  @Override
  public ArrayNode row(KubeObject object, Instant now) {
    return Json.array().add(object.name()).add(Ages.of(object, now));
  }
}
