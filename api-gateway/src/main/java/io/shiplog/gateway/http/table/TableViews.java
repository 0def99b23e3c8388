package io.shiplog.gateway.http.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.gateway.http.ObjectViews;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import java.time.InstantSource;
import java.util.List;

/**
 * Tables with ages by a clock.
 *
 * @param clock tells when a table is made
 */
public record TableViews(InstantSource clock) implements ObjectViews {

  @Override
  public ObjectNode table(ResourceType type, List<KubeObject> objects, IncludeObject include) {
    return Tables.render(type, objects, include, clock.instant());
  }
}
