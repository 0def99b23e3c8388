package io.shiplog.gateway.http.table;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.shiplog.model.KubeObject;
import java.time.Instant;
import java.util.List;

/** How objects of one kind are shown as rows of a table. */
interface TableKind {

  /** The columns, in order. */
  List<Column> columns();

  /** One object's cells, one for each column. */
  ArrayNode row(KubeObject object, Instant now);
}
