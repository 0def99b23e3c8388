package io.shiplog.simulator.invariant;

import io.shiplog.agent.decide.ContainerSpec;
import io.shiplog.agent.decide.ImageName;
import io.shiplog.agent.decide.Observed.Container;
import io.shiplog.model.Catalogue;
import io.shiplog.model.InboxRollCall;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.reconcile.ObjectTable;
import io.shiplog.simulator.FakeRuntime;
import io.shiplog.topics.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * At rest a node's inbox holds the pods bound to it, and its runtime runs those and no others, each
 * with the containers and the images of its spec.
 */
public final class NodesRunWhatIsDesired implements Invariant {

  @Override
  public Optional<String> atRest(Evidence evidence) {
    ObjectTable objects = evidence.told(0);
    for (Map.Entry<String, FakeRuntime> node : evidence.runtimes().entrySet()) {
      TreeSet<String> bound = new TreeSet<>();
      TreeSet<String> desired = new TreeSet<>();
      for (ObjectKey key : objects.podsOn(node.getKey())) {
        bound.add(key.toString());
        KubeObject pod = objects.get(key).orElseThrow();
        if (!pod.status().path("phase").asText().matches("Succeeded|Failed")) {
          desired.addAll(lines(pod, ContainerSpec.Kind.MAIN));
          desired.addAll(lines(pod, ContainerSpec.Kind.SIDECAR));
        }
      }
      Set<String> inbox = inbox(evidence, node.getKey());
      if (!inbox.equals(bound)) {
        return Optional.of(
            "the inbox of " + node.getKey() + " holds " + inbox + ", bound to it are " + bound);
      }
      TreeSet<String> running = new TreeSet<>();
      for (Container container : node.getValue().containers()) {
        if (container.running()) {
          String pod = node.getValue().podOf(container);
          running.add(line(container.name(), pod, container.image()));
        }
      }
      if (!running.equals(desired)) {
        return Optional.of(
            node.getKey() + " runs " + running + ", desired are " + desired + " " + bound);
      }
    }
    return Optional.empty();
  }

  private static List<String> lines(KubeObject pod, ContainerSpec.Kind kind) {
    return ContainerSpec.of(pod, kind).stream()
        .map(it -> line(it.name(), pod.uid(), ImageName.of(it.image()).full()))
        .toList();
  }

  private static String line(String container, String pod, String image) {
    return container + " of pod " + pod + " with " + image;
  }

  private static Set<String> inbox(Evidence evidence, String node) {
    TreeSet<String> pods = new TreeSet<>();
    String prefix = Catalogue.PODS.qualifiedName() + "/";
    for (ConsumerRecord<String, byte[]> record :
        evidence.log().partition(Topics.desired(node), 0).all()) {
      if (record.key().equals(InboxRollCall.KEY)) {
        pods.removeAll(InboxRollCall.missing(Json.parseObject(record.value()), pods));
      }
      if (!record.key().startsWith(prefix)) {
        continue;
      }
      if (record.value() == null) {
        pods.remove(record.key());
      } else {
        pods.add(record.key());
      }
    }
    return pods;
  }
}
