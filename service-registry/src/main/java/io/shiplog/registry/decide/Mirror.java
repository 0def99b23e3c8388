package io.shiplog.registry.decide;

import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.reconcile.ObjectTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Slices that say what the Endpoints of a Service without a selector say, for those who read slices
 * alone. Where someone made slices for the Service, these count and nothing is mirrored. What was
 * mirrored goes when the Service gets a selector: who reads slices would follow it beside the pods.
 */
final class Mirror {

  private Mirror() {}

  /** The writes that are needed. */
  static List<Operation> writes(KubeObject service, ObjectTable table) {
    List<KubeObject> ours = new ArrayList<>();
    boolean others = false;
    for (KubeObject slice : Slices.of(service.namespace(), service.name(), table)) {
      if (slice.label(Slices.MANAGED_BY).equals(SliceOwner.MIRROR)) {
        ours.add(slice);
      } else {
        others = true;
      }
    }
    Optional<KubeObject> source =
        table
            .get(Catalogue.ENDPOINTS, service.namespace(), service.name())
            .filter(LegacyEndpoints::mirrored);
    if (source.isPresent() && !others && !PodEndpoints.hasSelector(service)) {
      SliceOwner owner = new SliceOwner(source.get(), SliceOwner.MIRROR);
      return SlicePlan.of(owner, LegacyEndpoints.read(source.get()), ours, table);
    }
    return ours.stream().map(Mirror::delete).toList();
  }

  private static Operation delete(KubeObject slice) {
    return Operation.delete(
        Catalogue.ENDPOINTSLICES.key(slice.namespace(), slice.name()),
        Preconditions.exactly(slice.uid(), slice.resourceVersion()),
        DeletePolicy.DEFAULT);
  }
}
