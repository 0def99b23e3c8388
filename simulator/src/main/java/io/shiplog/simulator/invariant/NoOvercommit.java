package io.shiplog.simulator.invariant;

import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.quantity.Quantity;
import io.shiplog.model.reconcile.ObjectTable;
import java.math.BigDecimal;
import java.util.Optional;

/** No binding gives a node more CPU to do than it has. */
public final class NoOvercommit implements Invariant {

  @Override
  public Optional<String> afterStep(Evidence evidence) {
    for (Written written : evidence.news()) {
      boolean pod = written.key().resource().equals(Catalogue.PODS.qualifiedName());
      if (!pod || node(written.after()).isEmpty() || !node(written.before()).isEmpty()) {
        continue;
      }
      String name = node(written.after());
      Optional<KubeObject> node = evidence.told(0).get(Catalogue.NODES, "", name);
      if (node.isEmpty()) {
        continue;
      }
      BigDecimal has = cpu(node.get().status().path("allocatable").path("cpu").asText("0"));
      BigDecimal asked = asked(evidence.told(0), name);
      if (asked.compareTo(has) > 0) {
        return Optional.of(
            written.key()
                + " was bound to "
                + name
                + ", whose pods now ask for "
                + asked
                + " CPUs of "
                + has);
      }
    }
    return Optional.empty();
  }

  private static BigDecimal asked(ObjectTable objects, String node) {
    BigDecimal sum = BigDecimal.ZERO;
    for (ObjectKey key : objects.podsOn(node)) {
      KubeObject pod = objects.get(key).orElseThrow();
      String phase = pod.status().path("phase").asText();
      if (!phase.equals("Succeeded") && !phase.equals("Failed")) {
        sum = sum.add(requests(pod));
      }
    }
    return sum;
  }

  private static BigDecimal requests(KubeObject pod) {
    BigDecimal sum = BigDecimal.ZERO;
    for (var container : pod.spec().path("containers")) {
      sum = sum.add(cpu(container.path("resources").path("requests").path("cpu").asText("0")));
    }
    return sum;
  }

  private static BigDecimal cpu(String quantity) {
    return Quantity.parse(quantity).toBigDecimal();
  }

  private static String node(KubeObject pod) {
    return pod == null ? "" : pod.spec().path("nodeName").asText("");
  }
}
