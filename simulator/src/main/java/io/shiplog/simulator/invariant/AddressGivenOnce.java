package io.shiplog.simulator.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** No two Services have the same cluster IP or node port, no two Nodes the same pod range. */
public final class AddressGivenOnce implements Invariant {

  private final Map<String, ObjectKey> holders = new HashMap<>();

  @Override
  public Optional<String> afterStep(Evidence evidence) {
    for (Written written : evidence.news()) {
      given(written.before()).forEach(address -> holders.remove(address, written.key()));
      for (String address : given(written.after())) {
        ObjectKey holder = holders.putIfAbsent(address, written.key());
        if (holder != null && !holder.equals(written.key())) {
          return Optional.of(address + " of " + holder + " was also given to " + written.key());
        }
      }
    }
    return Optional.empty();
  }

  private static List<String> given(KubeObject object) {
    List<String> given = new ArrayList<>();
    if (object == null) {
      return given;
    }
    if (object.kind().equals(Catalogue.SERVICES.kind())) {
      String ip = object.spec().path("clusterIP").asText("");
      if (!ip.isEmpty() && !ip.equals("None")) {
        given.add("cluster IP " + ip);
      }
      for (JsonNode port : object.spec().path("ports")) {
        if (port.path("nodePort").asInt() > 0) {
          given.add("node port " + port.path("nodePort").asInt());
        }
      }
    } else if (object.kind().equals(Catalogue.NODES.kind())
        && object.spec().hasNonNull("podCIDR")) {
      given.add("pod range " + object.spec().path("podCIDR").asText());
    }
    return given;
  }
}
